/** Excel's colours, as CSS colours, where it tells them. */
export interface HostTheme {
  readonly dark: boolean;
  readonly highContrast: boolean;
}

/** Settles when office.js is connected to Excel. */
export const whenReady = async (): Promise<void> => {
  await Office.onReady();
};

/** Excel's theme; undefined where Excel tells none, and the browser's preference holds. */
export declare const hostTheme: () => HostTheme | undefined;

/** Tells of changes of Excel's theme; gives what stops it. */
export declare const onHostTheme: (listener: (theme: HostTheme | undefined) => void) => () => void;

/** Calls back once, when the pane is shown for the first time: at once where it is visible already. */
export declare const whenPaneShows: (listener: () => void) => void;
