import { useEffect, useSyncExternalStore } from 'react';
import type { ClientSession, SessionState } from '../../office/session/session';

/** Who is signed in; asks the relay once when the pane is first drawn. */
export const useSession = (session: ClientSession): SessionState => {
  useEffect(() => void session.restore(), [session]);
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.state(),
  );
};
