import { beforeEach, expect, it } from 'vitest';
import { followSession } from '../../src/office/follow-session';
import { createListeners, type Listeners } from '../../src/office/listeners';
import type { SessionState } from '../../src/office/session';

const ada: SessionState = { kind: 'signed-in', account: { id: 'A' } };
const ben: SessionState = { kind: 'signed-in', account: { id: 'B' } };
const away: SessionState = {
  kind: 'signed-out',
  reason: { code: 'unavailable', message: 'Not there.', advice: 'Wait.' },
};

let states: Listeners<SessionState>;
let done: string[];

beforeEach(() => {
  states = createListeners();
  done = [];
  followSession(
    { state: () => ({ kind: 'unknown' }), subscribe: (listener) => states.add(listener) },
    () => done.push('forget'),
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
  expect(become({ kind: 'signing-in' }, ben)).toEqual(['forget', 'fill']);
  expect(become({ kind: 'signed-out' })).toEqual(['forget']);
  expect(become({ kind: 'signing-in' })).toEqual([]);
  expect(become(ada)).toEqual(['forget', 'fill']);
});

it('leaves cells alone where the session is merely found again at the start', () => {
  expect(become(ada)).toEqual([]);
});

it('fills the cells that failed while the session could not be found', () => {
  expect(become(away, ada)).toEqual(['forget', 'forget', 'fill']);
});
