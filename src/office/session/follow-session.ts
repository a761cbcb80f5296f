import type { Failure } from '../../core/domain/failure';
import type { ClientSession, SessionState } from './session';

const signInChanged: Failure = {
  code: 'cancelled',
  message: 'You signed in or out before this query finished.',
  advice: 'Recalculate the cell to try again.',
};

/** Why what was asked before is of no use to anybody now; undefined where the person may be the same. */
const endOf = (state: SessionState): Failure | undefined => {
  if (state.kind !== 'signed-out' || state.reason === undefined) return signInChanged;
  return state.reason.code === 'sign_in_required' ? state.reason : undefined;
};

export interface SessionFollower {
  /** Forgets answers. Told why what is under way shall end, too; undefined where it may go on. */
  readonly forget: (why: Failure | undefined) => void;
  /** Forgets what cells show: they belong to somebody else from now on, or to nobody. */
  readonly forgetPerson: () => void;
  /** Fills the cells that have no answer. */
  readonly fill: () => void;
}

/**
 * What is known belongs to whoever asked for it: it is forgotten with each change of person. A session that ends by itself
 * leaves cells with their last results, for the same person to come back to. After a sign-in the cells without an answer
 * ask, and so they do when a session is found again at the start: a workbook may have been saved with them.
 */
export const followSession = (
  session: Pick<ClientSession, 'state' | 'subscribe'>,
  { forget, forgetPerson, fill }: SessionFollower,
): void => {
  let before = session.state();
  let person: string | undefined;
  session.subscribe((state) => {
    const wasUnknown = before.kind === 'unknown';
    const wasCancelled = before.kind === 'signing-in';
    before = state;
    if (state.kind === 'signed-out') {
      const left = state.reason === undefined && !wasCancelled;
      if (left) {
        person = undefined;
        forgetPerson();
      }
      // At the start nothing has changed: queries in flight say themselves that you are not signed in.
      forget(left && wasUnknown ? undefined : endOf(state));
    }
    if (state.kind !== 'signed-in') return;
    if (!wasUnknown) {
      if (person !== state.account.id) forgetPerson();
      forget(endOf(state));
    }
    person = state.account.id;
    fill();
  });
};
