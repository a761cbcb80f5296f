/** For what some hosts leave out, whatever the types say. */
export const hostValue = <T>(value: T): T | undefined => value;

/** Excel's colours, as far as the pane follows them. */
export interface HostTheme {
  readonly dark: boolean;
  readonly highContrast: boolean;
}

const highContrastQuery = '(forced-colors: active)';

/** Whether dark letters would not be read on this colour, such as `#262626`. Source: WCAG 2, relative luminance. */
const isDark = (color: string): boolean => {
  const channels = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
  const [red = 1, green = 1, blue = 1] = channels.map((value) => value ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18;
};

/** Excel's theme; undefined where Excel tells none, and the browser's preference holds. */
export const hostTheme = (): HostTheme | undefined => {
  const background = hostValue(Office.context.officeTheme)?.bodyBackgroundColor;
  if (background === undefined || !/^#[\da-f]{6}/i.test(background)) return undefined;
  return { dark: isDark(background), highContrast: matchMedia(highContrastQuery).matches };
};

/** Tells of changes of Excel's theme; gives what stops it. */
export const onHostTheme = (listener: (theme: HostTheme | undefined) => void): (() => void) => {
  const tell = (): void => listener(hostTheme());
  const query = matchMedia(highContrastQuery);
  // Excel has no event for it, but changing it takes the focus away from the pane.
  window.addEventListener('focus', tell);
  query.addEventListener('change', tell);
  return () => {
    window.removeEventListener('focus', tell);
    query.removeEventListener('change', tell);
  };
};

/** Shows the task pane. Never rejects: add-ins from the Marketplace may not, and not every Excel can. */
export const showPane = async (): Promise<void> => {
  try {
    await Office.addin.showAsTaskpane();
  } catch {
    // The ribbon's button opens it.
  }
};
