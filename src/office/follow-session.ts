import type { Failure } from '../core/failure';
import type { Session, SessionState } from './session';

const signInChanged: Failure = {
  code: 'cancelled',
  message: 'The sign-in changed before the answer had come.',
  advice: 'Recalculate the cell to ask again.',
};

/** Why what was asked before is of no use to anybody now; undefined where the person may be the same. */
const endOf = (state: SessionState): Failure | undefined => {
  if (state.kind !== 'signed-out' || state.reason === undefined) return signInChanged;
  return state.reason.code === 'sign_in_required' ? state.reason : undefined;
};

/**
 * What is known belongs to whoever asked for it: it is forgotten with each change of person. After a sign-in the cells
 * that waited for it ask; a session that is found again at the start has kept nobody waiting.
 * @param forget told why what is under way shall end, too; undefined where it may go on
 */
export const followSession = (
  session: Pick<Session, 'state' | 'subscribe'>,
  forget: (why: Failure | undefined) => void,
  fillWaitingCells: () => void,
): void => {
  let before = session.state();
  session.subscribe((state) => {
    const justSignedIn = state.kind === 'signed-in' && before.kind !== 'unknown';
    before = state;
    if (justSignedIn || state.kind === 'signed-out') forget(endOf(state));
    if (justSignedIn) fillWaitingCells();
  });
};
