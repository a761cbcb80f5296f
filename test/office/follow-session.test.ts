import { beforeEach, expect, it } from 'vitest';
import type { Failure } from '../../src/core/failure';
import { followSession } from '../../src/office/follow-session';
import { createListeners, type Listeners } from '../../src/office/listeners';
import type { SessionState } from '../../src/office/session';

const ada: SessionState = { kind: 'signed-in', account: { id: 'A' } };
const ben: SessionState = { kind: 'signed-in', account: { id: 'B' } };
const away: SessionState = {
  kind: 'signed-out',
  reason: { code: 'unavailable', message: 'Not there.', advice: 'Wait.' },
};

const changed = 'forget The sign-in changed before the answer had come.';

let states: Listeners<SessionState>;
let done: string[];

beforeEach(() => {
  states = createListeners();
  done = [];
  followSession(
    { state: () => ({ kind: 'unknown' }), subscribe: (listener) => states.add(listener) },
    (why) => done.push(`forget ${why?.message ?? ''}`),
    () => done.push('fill'),
  );
});

const become = (...next: SessionState[]): string[] => {
  done = [];
  for (const state of next) states.tell(state);
  return done;
};

it('forgets what one person has asked before the cells ask for the next', () => {
  become(ada);
  expect(become({ kind: 'signing-in' }, ben)).toEqual([changed, 'fill']);
  expect(become({ kind: 'signed-out' })).toEqual([changed]);
  expect(become({ kind: 'signing-in' })).toEqual([]);
  expect(become(ada)).toEqual([changed, 'fill']);
});

it('leaves cells alone where the session is merely found again at the start', () => {
  expect(become(ada)).toEqual([]);
});

it('ends what is under way with the reason for which the session has ended', () => {
  const reason: Failure = { code: 'sign_in_required', message: 'Your session ended.', advice: 'Sign in.' };
  expect(become(ada, { kind: 'signed-out', reason })).toEqual(['forget Your session ended.']);
});

it('lets what is under way go on while the session cannot be looked for, and then fills the cells that failed', () => {
  expect(become(away)).toEqual(['forget ']);
  expect(become(ada)).toEqual([changed, 'fill']);
});
