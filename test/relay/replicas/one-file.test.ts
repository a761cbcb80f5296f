/** Two relays of one machine, each a process of its own, that share a SQLite file. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../src/dev/sandbox/serve';
import { environment, query } from '../../support/relay/environment';
import { type RelayProcess, startRelayProcess } from '../../support/relay/relay-process';
import { authorized, newVerifier, redeem, signIn, signInToCode } from '../../support/relay/sign-in';
import { buildRelay } from '../../support/replicas/build-relay';

const answerOf = async ({ url }: RelayProcess, session: string, day: number): Promise<string> => {
  const [from, to] = [day, day + 1].map((date) => `2026-08-${String(date).padStart(2, '0')}T00:00:00Z`);
  const range = query({ startTime: from ?? '', endTime: to ?? '' });
  return (await fetch(`${url}/api/metrics?${range}`, authorized(session))).text();
};

const statusOf = async ({ url }: RelayProcess, session: string): Promise<number> =>
  (await fetch(`${url}/auth/session`, authorized(session))).status;

it('is shared rightly: sessions, sign-ins, days and sign-outs', { timeout: 120_000 }, async () => {
  const program = await buildRelay('test-one-file');
  const sandbox = await startSandbox({ settings: { refreshTokens: 'rotate', accessTokenTtlS: 60 } });
  onTestFinished(() => sandbox.close());
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'one-file-')), 'relay.db');
  const start = (): Promise<RelayProcess> => startRelayProcess(program, environment(sandbox.url, file));
  // Both may create the file.
  const relays = await Promise.all([start(), start()]);
  onTestFinished(async () => {
    for (const relay of relays) await relay.end('SIGKILL');
  });
  const [one, other] = relays;

  const { verifier, challenge } = newVerifier();
  const code = await signInToCode(one, challenge);
  const redeemed = await Promise.all(
    Array.from({ length: 10 }, (_, index) => redeem(relays[index % 2] ?? one, code, verifier)),
  );
  expect(
    redeemed.filter(({ ok }) => ok),
    'a code is good once',
  ).toHaveLength(1);

  const sessions = await Promise.all(Array.from({ length: 6 }, (_, index) => signIn(relays[index % 2] ?? one)));
  const days = Array.from({ length: 28 }, (_, index) => index + 1);
  const answers = await Promise.all(
    days.flatMap((day) => sessions.map((session, index) => answerOf(relays[(day + index) % 2] ?? one, session, day))),
  );
  expect(answers.filter((answer) => !answer.includes('"kind":"result"'))).toEqual([]);

  const before = sandbox.requests.metricsOf().length;
  await one.end('SIGKILL');
  const [session = ''] = sessions;
  for (const day of days) expect(await answerOf(other, session, day)).toContain('"kind":"result"');
  expect(sandbox.requests.metricsOf().length, 'what one fetched, the other has').toBe(before);

  const third = await start();
  onTestFinished(() => third.end('SIGKILL'));
  expect(await statusOf(third, session)).toBe(200);
  await fetch(`${other.url}/auth/session`, { method: 'DELETE', ...authorized(session) });
  await expect.poll(() => statusOf(third, session)).toBe(401);
  for (const relay of [other, third]) expect(relay.logged()).not.toMatch(/the store fails|unforeseen/);
});
