import { useEffect, useSyncExternalStore } from 'react';
import type { ClientSession, SessionState } from '../../office/relay/session/session';

/** Who is signed in; asks the relay once when the pane is first drawn. */
export const useSession = (session: ClientSession): SessionState => {
  useEffect(() => void session.restore(), [session]);
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.state(),
  );
};

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
