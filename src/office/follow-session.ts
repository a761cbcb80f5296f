import type { Session } from './session';

/**
 * What is known belongs to whoever asked for it: it is forgotten with each change of person. After a sign-in the cells
 * that waited for it ask; a session that is found again at the start has kept nobody waiting.
 */
export const followSession = (
  session: Pick<Session, 'state' | 'subscribe'>,
  forget: () => void,
  fillWaitingCells: () => void,
): void => {
  let before = session.state();
  session.subscribe((state) => {
    const justSignedIn = state.kind === 'signed-in' && before.kind !== 'unknown';
    before = state;
    if (justSignedIn || state.kind === 'signed-out') forget();
    if (justSignedIn) fillWaitingCells();
  });
};
