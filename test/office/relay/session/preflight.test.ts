import { beforeEach, expect, it } from 'vitest';
import { type Failure, failureOf } from '../../../../src/core/domain/failure';
import { formatProblem } from '../../../../src/core/protocol/write-stream';
import { preflight } from '../../../../src/office/relay/session/preflight';
import { createManualClock, type ManualClock } from '../../../support/office/manual-clock';

const account = { account: { id: 'A', name: 'Ada' } };

let clock: ManualClock;
let calls: string[];
let ended: Failure[];
let answer: (signal: AbortSignal | null | undefined) => Promise<Response>;
let bearer: string | undefined;
let online: boolean;

beforeEach(() => {
  clock = createManualClock();
  [calls, ended, bearer, online] = [[], [], 'secret', true];
  answer = () => Promise.resolve(Response.json(account));
});

const run = (): Promise<number | undefined> =>
  preflight({
    access: {
      origin: 'https://relay.test',
      fetch: (url, init) => {
        calls.push(`${init?.method ?? ''} ${url instanceof Request ? url.url : url.toString()}`);
        return answer(init?.signal);
      },
    },
    session: { bearer: () => Promise.resolve(bearer), ended: (failure) => ended.push(failure) },
    online: () => online,
    wait: clock.setTimer,
  });
const check = (): Promise<Failure | undefined> => run().then(() => undefined, failureOf);

it('passes where the relay knows the session', async () => {
  expect(await check()).toBeUndefined();
  expect(calls).toEqual(['GET https://relay.test/auth/session?access=check']);
  expect(clock.pending()).toBe(0);
});

it("returns the relay's time, if it sends one", async () => {
  answer = () => Promise.resolve(Response.json({ ...account, now: '2026-11-26T01:00:00.250Z' }));
  expect(await run()).toBe(Date.parse('2026-11-26T01:00:00.250Z'));
});

it('fails at once without a network, and without a session', async () => {
  online = false;
  expect(await check()).toMatchObject({ code: 'unavailable', message: "You're offline." });
  [online, bearer] = [true, undefined];
  expect(await check()).toMatchObject({ code: 'sign_in_required' });
  expect(calls).toEqual([]);
});

it('fails where the relay cannot be reached, or keeps silent for ten seconds', async () => {
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  expect(await check()).toMatchObject({ code: 'unavailable' });
  answer = (signal) =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    });
  const silent = check();
  await clock.advance(9_999);
  expect(clock.pending()).toBe(1);
  await clock.advance(1);
  expect(await silent).toMatchObject({ code: 'deadline_exceeded' });
});

it('ends a session that the relay no longer knows', async () => {
  const problem = formatProblem({ code: 'sign_in_required', message: 'Your session ended.', advice: 'Sign in.' });
  const headers = { 'Content-Type': 'application/problem+json' };
  answer = () => Promise.resolve(new Response(problem, { status: 401, headers }));
  expect((await check())?.code).toBe('sign_in_required');
  expect(ended).toHaveLength(1);
});
