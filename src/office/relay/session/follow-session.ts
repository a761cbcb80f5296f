import type { Failure } from '../../../core/domain/failure';
import type { ClientSession, SessionState } from './session';

const signInChanged: Failure = {
  code: 'cancelled',
  message: 'You signed in or out before this query finished.',
  advice: 'Recalculate the cell to try again.',
};

/** Why queries of the former session end; undefined when the same person may continue it. */
const endOf = (state: SessionState): Failure | undefined => {
  if (state.kind !== 'signed-out' || state.reason === undefined) return signInChanged;
  return state.reason.code === 'sign_in_required' ? state.reason : undefined;
};

/** What a change of the session triggers. */
export interface SessionFollower {
  /** Deletes cached answers. `why` is the reason to end queries in flight; undefined when they may go on. */
  readonly forget: (why: Failure | undefined) => void;
  /** Deletes the cells' last results, which belong to another person. */
  readonly forgetPerson: () => void;
  /** Recalculates the cells without an answer. */
  readonly fill: () => void;
}

/**
 * Makes the caches follow the session. A change of person deletes all cached data. When a session ends by itself, cells
 * keep their last results, since the same person may sign in again. After a sign-in, or when the start finds a session,
 * cells without an answer are recalculated: the workbook may have been saved with some.
 */
export const followSession = (
  session: Pick<ClientSession, 'state' | 'subscribe'>,
  { forget, forgetPerson, fill }: SessionFollower,
): void => {
  let before = session.state();
  /** The state before an attempt to sign in. */
  let settled = before;
  let person: string | undefined;
  session.subscribe((state) => {
    const wasUnknown = before.kind === 'unknown';
    const wasCancelled = before.kind === 'signing-in';
    before = state;
    const wasSignedIn = settled.kind === 'signed-in' && person === settled.account.id;
    if (state.kind !== 'signing-in') settled = state;
    // A further account wasn't added: the one before goes on.
    if (state.kind === 'signed-in' && wasSignedIn && person === state.account.id) return;
    if (state.kind === 'signed-out') {
      const left = state.reason === undefined && !wasCancelled;
      if (left) {
        person = undefined;
        forgetPerson();
      }
      // At the start there was no session to end; queries in flight fail by themselves.
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
