import { beforeEach, expect, it } from 'vitest';
import type { Failure } from '../../../../src/core/domain/failure';
import { createListeners, type Listeners } from '../../../../src/office/lib/observable';
import { followSession } from '../../../../src/office/relay/session/follow-session';
import type { SessionState } from '../../../../src/office/relay/session/session';

const ada: SessionState = { kind: 'signed-in', account: { id: 'A' } };
const ben: SessionState = { kind: 'signed-in', account: { id: 'B' } };
const away: SessionState = {
  kind: 'signed-out',
  reason: { code: 'unavailable', message: 'Not there.', advice: 'Wait.' },
};

const changed = 'forget You signed in or out before this query finished.';

let states: Listeners<SessionState>;
let done: string[];

beforeEach(() => {
  states = createListeners();
  done = [];
  followSession(
    { state: () => ({ kind: 'unknown' }), subscribe: (listener) => states.add(listener) },
    {
      forget: (why) => done.push(`forget ${why?.message ?? ''}`),
      forgetPerson: () => done.push('forget person'),
      fill: () => done.push('fill'),
    },
  );
});

const become = (...next: SessionState[]): string[] => {
  done = [];
  for (const state of next) states.notify(state);
  return done;
};

it('forgets what one person has asked, and what their cells show, before the cells ask for the next', () => {
  become(ada);
  expect(become({ kind: 'signing-in' }, ben)).toEqual(['forget person', changed, 'fill']);
  expect(become({ kind: 'signed-out' })).toEqual(['forget person', changed]);
  expect(become({ kind: 'signing-in' })).toEqual([]);
  expect(become(ada)).toEqual(['forget person', changed, 'fill']);
});

it('fills cells that were saved without an answer where the session is found again at the start', () => {
  expect(become(ada)).toEqual(['fill']);
});

it('lets what was asked before it is known that nobody is signed in say so itself', () => {
  expect(become({ kind: 'signed-out' })).toEqual(['forget person', 'forget ']);
});

it('keeps what the cells show for a person whose session has ended, until they are back or somebody else is', () => {
  const reason: Failure = { code: 'sign_in_required', message: 'Your session ended.', advice: 'Sign in.' };
  const ended: SessionState = { kind: 'signed-out', reason };
  expect(become(ada, ended)).toEqual(['fill', 'forget Your session ended.']);
  // A sign-in that is called off says nothing of the person.
  expect(become({ kind: 'signing-in' }, { kind: 'signed-out' })).toEqual([changed]);
  expect(become({ kind: 'signing-in' }, ada)).toEqual([changed, 'fill']);
  expect(become(ended, { kind: 'signing-in' }, ben)).toContain('forget person');
});

it('lets what is under way go on while the session cannot be looked for, and then fills the cells that failed', () => {
  expect(become(away)).toEqual(['forget ']);
  expect(become(ada)).toEqual(['forget person', changed, 'fill']);
});
