import { useSyncExternalStore } from 'react';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
};

/** Whether the computer has a network at all; that the network leads anywhere is not said. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine);
