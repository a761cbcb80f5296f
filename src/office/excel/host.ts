/** Marks a value as possibly missing: some hosts lack what office.js's types promise. */
export const hostValue = <T>(value: T): T | undefined => value;

/** The part of Excel's theme that the pane follows. */
export interface HostTheme {
  readonly dark: boolean;
  readonly highContrast: boolean;
}

const highContrastQuery = '(forced-colors: active)';

/**
 * Whether a background colour, such as `#262626`, is too dark for black text.
 * @see {@link https://www.w3.org/TR/WCAG22/#dfn-relative-luminance | WCAG 2.2, relative luminance}
 */
const isDark = (color: string): boolean => {
  const channels = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
  const [red = 1, green = 1, blue = 1] = channels.map((value) => value ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18;
};

/** Excel's theme; undefined when Excel reports none, and the browser's preference applies. */
export const hostTheme = (): HostTheme | undefined => {
  const background = hostValue(Office.context.officeTheme)?.bodyBackgroundColor;
  if (background === undefined || !/^#[\da-f]{6}/i.test(background)) return undefined;
  return { dark: isDark(background), highContrast: matchMedia(highContrastQuery).matches };
};

/**
 * Calls `listener` when Excel's theme may have changed.
 * @returns an unsubscribe function
 */
export const onHostTheme = (listener: (theme: HostTheme | undefined) => void): (() => void) => {
  const tell = (): void => listener(hostTheme());
  const query = matchMedia(highContrastQuery);
  // Excel has no such event, but a person who changes the theme takes the focus from the pane.
  window.addEventListener('focus', tell);
  query.addEventListener('change', tell);
  return () => {
    window.removeEventListener('focus', tell);
    query.removeEventListener('change', tell);
  };
};

const platformNames: Readonly<Record<string, string>> = {
  PC: 'Excel on Windows',
  Mac: 'Excel on Mac',
  OfficeOnline: 'Excel on the web',
  iOS: 'Excel on iPad',
  Universal: 'Excel on Windows',
};

/** Where Excel runs, as `Excel on the web`; undefined where it doesn't say. */
export const excelPlatform = (): string | undefined => platformNames[hostValue(Office.context.platform) ?? ''];

/** Excel and its version, as `Excel on the web 16.0.17928.41005`; what it doesn't say is left out. */
export const excelVersion = (): string =>
  [excelPlatform() ?? 'Excel', hostValue(Office.context.diagnostics)?.version ?? ''].join(' ').trim();

/** Shows the task pane, if Excel allows it: Marketplace add-ins may not, and not every Excel can. Never rejects. */
export const showPane = async (): Promise<void> => {
  try {
    await Office.addin.showAsTaskpane();
  } catch {
    // The button on the ribbon still opens the pane.
  }
};

/** Resolves when office.js is connected to Excel. */
export const whenReady = async (): Promise<void> => {
  await Office.onReady();
};

const isShown = (): boolean => document.visibilityState === 'visible' && window.innerWidth > 0;

/** Calls `listener` once, when the pane is first visible; at once if it already is. */
export const whenPaneShows = (listener: () => void): void => {
  const stop = new AbortController();
  const look = (): void => {
    if (!isShown() || stop.signal.aborted) return;
    stop.abort();
    listener();
  };
  document.addEventListener('visibilitychange', look, { signal: stop.signal });
  window.addEventListener('resize', look, { signal: stop.signal });
  look();
};
