/** A relay that is killed again and again in the middle of sign-ins, renewals, and queries, each time on the same file. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../src/dev/sandbox/serve';
import { environment, query } from '../../support/relay/environment';
import { type RelayProcess, startRelayProcess } from '../../support/relay/relay-process';
import { authorized, signIn } from '../../support/relay/sign-in';
import { buildRelay } from '../../support/replicas/build-relay';

let program: string;
beforeAll(async () => {
  program = await buildRelay('test-killed');
}, 120_000);

const people = ['amzn1.account.SANDBOXADA000000000000000000', 'amzn1.account.SANDBOXBEN000000000000000000'];

/** The last line of an answer about one day. */
const lastLine = async ({ url }: RelayProcess, session: string, day: number): Promise<string> => {
  const startTime = new Date(Date.UTC(2026, 5, day)).toISOString();
  const endTime = new Date(Date.UTC(2026, 5, day + 1)).toISOString();
  const answer = await fetch(`${url}/api/metrics?${query({ startTime, endTime })}`, authorized(session));
  return (await answer.text()).trimEnd().split('\n').at(-1) ?? '';
};

const statusOf = async ({ url }: RelayProcess, session: string): Promise<number> =>
  (await fetch(`${url}/auth/session`, authorized(session))).status;

/** What a file holds is whole, as SQLite sees it. */
const integrityOf = (file: string): unknown => {
  const database = new Database(file);
  const [row] = database.prepare('PRAGMA integrity_check').all() as { integrity_check: unknown }[];
  database.close();
  return row?.integrity_check;
};

describe('a relay that is killed', { timeout: 180_000 }, () => {
  it('loses no session that it has given, no access to Amazon, and leaves nothing half-written', async () => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'killed-')), 'relay.db');
    const settings = { ...environment(sandbox.url, file), LOG_LEVEL: 'info', LIMIT_SIGN_IN_PER_ADDRESS: '0' };
    const given: string[] = [];
    let day = 0;

    for (let round = 1; round <= 6; round += 1) {
      const relay = await startRelayProcess(program, settings);
      onTestFinished(() => relay.end('SIGKILL'));
      for (const session of given) expect(await statusOf(relay, session), `round ${round}`).toBe(200);
      // Whoever asks now needs a new access token first.
      sandbox.grants.expireAccessTokens();

      let answered = 0;
      let killed: Promise<void> | undefined;
      // In each round a bit later, while much else is under way.
      const count = (): void => {
        answered += 1;
        if (answered === 3 * round) killed = relay.end('SIGKILL');
      };
      const signingIn = Array.from({ length: 12 }, async (_, index) => {
        given.push(await signIn(relay, people[index % people.length]));
        count();
      });
      const asking = given.slice(-4).flatMap((session) =>
        Array.from({ length: 4 }, async () => {
          day += 1;
          await lastLine(relay, session, day);
          count();
        }),
      );
      await Promise.allSettled([...signingIn, ...asking]);
      await (killed ?? relay.end('SIGKILL'));
      expect(relay.logged()).not.toMatch(/unforeseen|the store fails/);
      expect(integrityOf(file)).toBe('ok');
    }

    const relay = await startRelayProcess(program, settings);
    onTestFinished(() => relay.end('SIGKILL'));
    expect(given.length).toBeGreaterThan(12);
    sandbox.grants.expireAccessTokens();
    for (const session of given.slice(-20)) {
      const answer = await fetch(`${relay.url}/auth/session?access=check`, authorized(session));
      expect(answer.status, 'Amazon still lets them in').toBe(200);
    }
    expect(relay.logged()).not.toMatch(/unforeseen|the store fails/);
  });
});
