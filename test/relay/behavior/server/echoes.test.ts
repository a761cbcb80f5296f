/** Amazon answers with the secrets of the relay in all that it says, and everything that leaves the relay is read. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRedeemed } from '../../../../src/core/protocol/stream';
import { faults } from '../../../../src/dev/sandbox/faults/faults';
import type { startSandbox } from '../../../../src/dev/sandbox/serve';
import {
  attributeOf,
  authorized,
  comeBack,
  cookieFor,
  decide,
  newVerifier,
  openPopUp,
  prometheus,
  query,
  redeem,
  skillId,
  startWorld,
  type World,
} from '../../../support/relay/world';

type SandboxSettings = NonNullable<NonNullable<Parameters<typeof startSandbox>[0]>['settings']>;
type Habit = Pick<SandboxSettings, 'echo' | 'echoIn'>;

const echoes = ['plain', 'url', 'every', 'json', 'base64', 'part'] as const;
const places = ['errors', 'names', 'everything'] as const;

/** Amazon, whose tokens are noted before they reach the relay. */
const tapped = () => {
  const tokens: string[] = [];
  const amazon: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const text = await answer.clone().text();
    for (const [, token = ''] of text.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)) tokens.push(token);
    return answer;
  };
  return { tokens, amazon };
};

/** All that has left a relay but for what a sign-in consists of. */
class Seen {
  readonly #texts: string[] = [];

  async see(request: Promise<Response>, isOwn = false): Promise<string> {
    const answer = await request;
    const text = await answer.text();
    const headers = [...answer.headers].filter(([name]) => !['location', 'set-cookie'].includes(name));
    this.#texts.push(JSON.stringify(headers), isOwn ? text.replace(/"session":"[^"]*"/, '') : text);
    return text;
  }

  add(text: string): void {
    this.#texts.push(text);
  }

  /** What was said, and what somebody who decodes it finds. */
  get views(): string[] {
    const said = this.#texts.join('\n');
    return [
      said,
      said.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      said.replace(/\\{1,2}u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      (said.match(/[A-Za-z0-9+/=_-]{16,}/g) ?? [])
        .map((run) => Buffer.from(run, 'base64').toString('latin1'))
        .join(' '),
    ];
  }
}

const length = 12;

/** The first twelve characters in a row of a secret that stand in a text, by the secret's name. */
const betrayal = (views: readonly string[], secrets: Readonly<Record<string, string>>): string | undefined => {
  const parts = new Map<string, string>();
  for (const [name, secret] of Object.entries(secrets))
    for (let from = 0; from + length <= secret.length; from += 1) parts.set(secret.slice(from, from + length), name);
  for (const view of views)
    for (let from = 0; from + length <= view.length; from += 1) {
      const name = parts.get(view.slice(from, from + length));
      if (name !== undefined) return `${name}: ${view.slice(Math.max(0, from - 80), from + 80)}`;
    }
  return undefined;
};

/** A sign-in, which succeeds where Amazon's profile still can be read. */
const signedIn = async (world: World, seen: Seen) => {
  const { verifier, challenge } = newVerifier();
  const asked = await openPopUp(world, challenge);
  const back = await decide(asked, 'allow');
  const cookie = cookieFor(back);
  const code = attributeOf(await seen.see(comeBack(world, back)), 'code') ?? '';
  const answer = await seen.see(redeem(world, code, verifier), true);
  const session = code === '' ? undefined : parseRedeemed(JSON.parse(answer)).session;
  const state = asked.searchParams.get('state') ?? '';
  const own = { state, amazonCode: new URLSearchParams(back).get('code') ?? '', cookie: cookie.replace(/^[^=]*=/, '') };
  return { session, secrets: { ...own, ...(session === undefined ? {} : { session }) } };
};

/** Everything that a person and an operator can ask for. */
const askForAll = async (world: World, seen: Seen, session: string, fault: string): Promise<void> => {
  const get = (path: string) => seen.see(fetch(world.url + path, authorized(session)));
  await get('/auth/session?access=check');
  await get('/api/skills');
  await get(`/api/skills/${skillId}/locales?stage=live`);
  await get(`/api/skills/${skillId}/intents?stage=live&locale=en-US`);
  for (const skill of [skillId, fault]) await get(`/api/metrics?${query({ skillId: skill })}`);
  await get(`/api/metrics?${query({ skillId: 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000' })}`);
  await get(`/api/metrics?${query({ skillId: fault, metric: 'totalUtterances', intent: 'AMAZON.HelpIntent' })}`);
  const { startTime, endTime, ...rest } = Object.fromEntries(new URLSearchParams(query()));
  const questions = [skillId, fault].map((id, index) => ({
    ...rest,
    ...{ id: `q${index}`, skillId: id, metric: ['uniqueCustomers'], startTime, endTime, fresh: 'all' },
  }));
  const body = JSON.stringify({ stream: 'stream', join: [], questions });
  await seen.see(fetch(`${world.url}/api/questions`, { method: 'POST', body, ...authorized(session) }));
};

const run = async (habit: Habit, fault: string): Promise<void> => {
  const { tokens, amazon } = tapped();
  const [clientSecret, sessionSecret] = [randomBytes(24).toString('base64'), randomBytes(32).toString('base64')];
  const world = await startWorld({
    fetch: amazon,
    env: { LWA_CLIENT_SECRET: clientSecret, SESSION_SECRET: sessionSecret },
    sandboxSettings: { clientSecret, refreshTokens: 'rotate' },
  });
  const seen = new Seen();
  const { settings } = world.sandbox;
  const first = await signedIn(world, seen);
  const { session: bearer = '', cookie } = first.secrets;
  settings.echoAlso = [sessionSecret, bearer, cookie];
  Object.assign(settings, habit);
  const second = await signedIn(world, seen);
  await seen.see(comeBack(world, await decide(await openPopUp(world, newVerifier().challenge), 'fail')));
  await askForAll(world, seen, first.session ?? '', fault);
  world.clock.pass(3_600_000);
  await askForAll(world, seen, second.session ?? first.session ?? '', fault);
  settings.clientSecret = 'another-client-secret';
  await signedIn(world, seen);
  world.clock.pass(3_600_000);
  await seen.see(fetch(`${world.url}/auth/session?access=check`, authorized(first.session ?? '')));
  await seen.see(fetch(`${world.url}/metrics`, prometheus));
  await seen.see(fetch(`${world.url}/readyz`));
  seen.add(world.logged());
  await world.relay.stop();
  await world.sandbox.close();
  const secrets = {
    ...Object.fromEntries(tokens.map((token, index) => [`token ${index}`, token])),
    ...{ clientSecret, sessionSecret, metricsToken: prometheus.headers.Authorization.slice(7) },
    ...first.secrets,
    ...second.secrets,
  };
  const { views } = seen;
  expect(views[0], 'nothing was echoed').toContain('[secret]');
  expect(betrayal(views, secrets), JSON.stringify(habit)).toBeUndefined();
};

describe('secrets in all of the answers of Amazon', { timeout: 60_000 }, () => {
  it.each(echoes.flatMap((echo) => places.map((echoIn) => ({ echo, echoIn }))))(
    'get out nowhere: $echo in $echoIn',
    async (habit) => {
      await run(habit, 'amzn1.ask.skill.fa017000-0000-4000-8000-000000000400');
    },
  );

  it('get out nowhere, whatever else goes wrong', async () => {
    // Those after which Amazon is not asked again, which would take real time.
    const striking = faults.filter(({ key }) => /^status-40[134]$/.test(key));
    const seed = Number(process.env['SEED'] ?? randomBytes(4).readUInt32BE());
    console.log(`seed ${seed}`);
    const habit = fc.record({ echo: fc.constantFrom(...echoes), echoIn: fc.constantFrom(...places) });
    const fault = fc.constantFrom(...striking.map(({ id }) => id));
    await fc.assert(fc.asyncProperty(habit, fault, run), { seed, numRuns: 6, endOnFailure: true });
  });
});
