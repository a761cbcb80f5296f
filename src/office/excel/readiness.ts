/** Settles when office.js is connected to Excel. */
export const whenReady = async (): Promise<void> => {
  await Office.onReady();
};

const isShown = (): boolean => document.visibilityState === 'visible' && window.innerWidth > 0;

/** Calls back once, when the pane is shown for the first time: at once where it is visible already. */
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
