/** Thousands of people who are signed in, and have asked something of their own: what does each cost the relay? */
import { statSync } from 'node:fs';
import { createSealer } from '../../../src/relay/auth/encryption';
import { Connections } from '../../../src/relay/auth/sessions/connections';
import { SessionRecords } from '../../../src/relay/auth/sessions/session-records';
import { readSettings } from '../../../src/relay/config/settings';
import { openStore } from '../../../src/relay/store/open';
import { environment } from '../../support/relay/environment';
import { memoryOf } from '../process-stats';
import { dayMs, daysUpTo, settledMidnight } from '../queries';
import type { Row } from '../row';
import { ask, checkNumbers, inWorld, type World } from '../world';

const [warmUps, count, atOnce, mostKilobytes] = [500, 3_000, 32, 40];
const query = daysUpTo(7, settledMidnight);

/** Accounts that have signed in, each with access to Amazon's numbers; their bearer tokens. */
const signInAll = async ({ sandbox, sandboxUrl, storeFile }: World, from: number, to: number): Promise<string[]> => {
  const store = openStore(`file:${storeFile}`, Date.now);
  const sealer = createSealer(readSettings(environment(sandboxUrl, storeFile)).secrets);
  const deps = { store, sealer, now: Date.now };
  const sessions = new SessionRecords({ ...deps, connections: new Connections(deps) });
  const refreshToken = await sandbox.refreshToken();
  const bearers: string[] = [];
  for (let index = from; index < to; index += 1) {
    const id = `amzn1.account.BENCH${String(index).padStart(20, '0')}`;
    // Their access tokens have expired: each has one of its own once it has asked.
    bearers.push(await sessions.open({ id }, { accessToken: 'Atza|expired', refreshToken, expiresAt: 0 }));
  }
  await store.close();
  return bearers;
};

/** Each asks twice, a few at a time, so that everyone's answer is known. */
const askAll = async (world: World, sessions: readonly string[]): Promise<void> => {
  const waiting = [...sessions];
  const work = async (): Promise<void> => {
    for (let session = waiting.pop(); session !== undefined; session = waiting.pop())
      for (let time = 0; time < 2; time += 1) checkNumbers((await ask({ ...world, session }, query)).text, query);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};

export const people = (): Promise<readonly Row[]> =>
  inWorld({}, async (world) => {
    const { pid } = world.relay;
    // Programs that run for days have run through their code, and use their memory, before.
    await ask(world, daysUpTo(300, settledMidnight - dayMs));
    await askAll(world, await signInAll(world, 0, warmUps));
    const [memory, disk] = [memoryOf(pid, 'VmRSS'), statSync(world.storeFile).size];
    await askAll(world, await signInAll(world, warmUps, warmUps + count));
    const kilobytes = ((memoryOf(pid, 'VmRSS') - memory) * 1_024) / count;
    const onDisk = (statSync(world.storeFile).size - disk) / 1_024 / count;
    return [
      {
        measure: `${count.toLocaleString('en')} people of their own accounts, signed in, each with an answer of 7 rows`,
        measured: `${kilobytes.toFixed(1)} KB of memory and ${onDisk.toFixed(1)} KB on the disk each`,
        against: `the same relay with ${warmUps} people: ${Math.round(memory)} MB`,
        ratio: '—',
        target: `≤ ${mostKilobytes} KB of memory each`,
        reached: kilobytes <= mostKilobytes,
      },
    ];
  });
