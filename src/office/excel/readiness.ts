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
