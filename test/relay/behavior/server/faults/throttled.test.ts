/** Amazon refuses with 429 and asks for a day: minutes are given, to whom it meant, and whoever runs the relay can end them. */
import { describe, expect, it } from 'vitest';
import { parseLine } from '../../../../../src/core/protocol/stream';
import { clearThrottle } from '../../../../../src/relay/main';
import { runningClock } from '../../../../support/relay/fakes/running-clock';
import { authorized, query, signIn, startWorld, type World } from '../../../../support/relay/world';

const [ada, ben] = ['amzn1.account.SANDBOXADA000000000000000000', 'amzn1.account.SANDBOXBEN000000000000000000'];
const skills = {
  [ada]: 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10',
  [ben]: 'amzn1.ask.skill.fa017000-0000-4000-8000-000000000033',
};
const aDay = { retryAfter: 'seconds', retryAfterS: 86_400 } as const;

let day = 0;
/** Asks for a day that nobody asked for before; gives `result` or the failure as text. */
const ask = async ({ url }: World, session: string, person: string): Promise<string> => {
  const at = (offset: number): string => new Date(Date.UTC(2026, 2, 1 + day + offset)).toISOString();
  const asked = query({ skillId: skills[person] ?? '', startTime: at(0), endTime: at(1) });
  day += 2;
  const answer = await fetch(`${url}/api/metrics?${asked}`, authorized(session));
  const line = parseLine((await answer.text()).trimEnd().split('\n').at(-1) ?? '');
  return line.kind === 'failure' ? `${line.code}: ${line.advice}` : line.kind;
};

const readiness = async ({ url }: World): Promise<unknown> => (await fetch(`${url}/readyz`)).json();

/** A second relay on the store and the Amazon of the first, as after a restart. */
const another = ({ sandbox, storeFile }: World): Promise<World> =>
  startWorld({
    clock: runningClock(),
    env: {
      STORE_URL: `file:${storeFile}`,
      SMAPI_ENDPOINT: sandbox.url,
      LWA_TOKEN_ENDPOINT: `${sandbox.url}/auth/o2/token`,
    },
  });

describe('a Retry-After of a day', () => {
  it('for one person stops this person for minutes, over a restart, and nobody else; an operator ends it', async () => {
    const clock = runningClock();
    const world = await startWorld({ clock, sandboxSettings: aDay });
    const sessions = { [ada]: await signIn(world, ada), [ben]: await signIn(world, ben) };
    const asking = (at: World, person: string): Promise<string> => ask(at, sessions[person] ?? '', person);
    world.sandbox.settings.throttled = [ada];
    expect(await asking(world, ada)).toBe('throttled: Try again in 300 seconds or later.');
    expect(await asking(world, ben)).toBe('result');
    world.sandbox.settings.throttled = [];

    const sent = world.sandbox.requests.metricsOf(skills[ada]).length;
    const restarted = await another(world);
    for (const relay of [world, restarted]) {
      expect(await asking(relay, ada)).toMatch(/^throttled: Try again in \d+ seconds or later\.$/);
      expect(await asking(relay, ben)).toBe('result');
      const ready = await readiness(relay);
      expect(ready).toMatchObject({ status: 'ready', amazonThrottles: { scope: 'some people', people: 1 } });
      expect(JSON.stringify(ready)).not.toContain('SANDBOX');
    }
    expect(world.sandbox.requests.metricsOf(skills[ada])).toHaveLength(sent);

    expect(await clearThrottle({ storeUrl: `file:${world.storeFile}` }, clock.now)).toBe(1);
    for (const relay of [world, restarted]) {
      await expect.poll(() => readiness(relay), { timeout: 20_000 }).not.toHaveProperty('amazonThrottles');
      expect(await asking(relay, ada)).toBe('result');
    }
  });

  it('for the client ID stops everybody, as soon as a second person is refused', async () => {
    const world = await startWorld({ clock: runningClock(), sandboxSettings: { ...aDay, throttled: ['everyone'] } });
    const sessions = [await signIn(world, ada), await signIn(world, ben)] as const;
    expect(await ask(world, sessions[0], ada)).toMatch(/^throttled/);
    expect(await ask(world, sessions[1], ben)).toMatch(/^throttled/);
    expect(await readiness(world)).toMatchObject({ status: 'ready', amazonThrottles: { scope: 'everyone' } });
  });

  it('for a list of skills stops no longer either', async () => {
    const world = await startWorld({ clock: runningClock(), sandboxSettings: { ...aDay, throttled: [ada] } });
    const session = await signIn(world, ada);
    const answer = await fetch(`${world.url}/api/skills`, authorized(session));
    expect(answer.status).toBe(429);
    expect(await answer.text()).toContain('300 seconds');
  });
});

it('what no other process can reach cannot be cleared, and the message says what can be done', async () => {
  await expect(clearThrottle({ storeUrl: 'memory:' })).rejects.toThrow(/^STORE_URL .*restart the relay/);
});
