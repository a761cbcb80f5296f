/** What a 401 means: an ended token, a skill without access, or an account without any. */
import { describe, expect, it } from 'vitest';
import type { Call, SmapiDeps } from '../../../src/amazon/smapi/client';
import { createLimiter } from '../../../src/relay/rate-limit/limiter';
import { MemoryStore } from '../../../src/relay/store/memory';
import { type Received, type Reply, serve } from '../../support/amazon/server';
import { clientOf, failureFrom, metricsRequest, start, type World } from '../../support/amazon/smapi';

const closedSkill = 'amzn1.ask.skill.closed';
const closed = { ...metricsRequest, skillId: closedSkill };
const page: Reply = { body: { metric: 'uniqueCustomers', timestamps: [], values: [] } };

interface Amazon extends World {
  /** Tokens that Amazon lets in. */
  readonly good: Set<string>;
  readonly received: Received[];
  /** How many renewals there were, each of which gives a new good token. */
  renewals(): number;
  time: number;
}

/** An Amazon that answers 401 to whoever it does not let in, and to everybody who asks for a closed skill. */
const amazonWith = async (
  isClosed = (path: string) => path.includes(closedSkill),
  settings: Partial<SmapiDeps> = {},
): Promise<Amazon> => {
  const good = new Set(['Atza|0']);
  const { url, received } = await serve((asked) => {
    const token = asked.headers.authorization?.replace('Bearer ', '') ?? '';
    if (!good.has(token) || isClosed(asked.path)) return { status: 401 };
    return asked.path === '/v1/vendors' ? { body: { vendors: [] } } : page;
  });
  let [renewals, token] = [0, 'Atza|0'];
  const tokens: Call['tokens'] = {
    accessToken: () => Promise.resolve(token),
    renew: (refused) => {
      if (refused !== token) return Promise.resolve(token);
      renewals += 1;
      token = `Atza|${renewals}`;
      good.add(token);
      return Promise.resolve(token);
    },
  };
  const amazon = { good, received, renewals: () => renewals, time: start };
  const world = clientOf(url, { now: () => amazon.time, ...settings }, received);
  return Object.assign(amazon, { ...world, received, call: { ...world.call, tokens, deadline: start + 86_400_000 } });
};

const paths = ({ received }: Amazon): string[] => received.map(({ path }) => path.replace('/v1/', ''));
const metricsOfClosed = `skills/${closedSkill}/metrics`;

describe('a skill that Amazon answers with 401', () => {
  it('is distinguished from an ended token by a renewal and one other call', async () => {
    const amazon = await amazonWith();
    const failure = await failureFrom(amazon.smapi.metrics(closed, amazon.call));
    expect(failure.code).toBe('forbidden');
    expect(failure.message).toContain(closedSkill);
    expect(paths(amazon)).toEqual([metricsOfClosed, metricsOfClosed, 'vendors']);
    expect(amazon.renewals()).toBe(1);
  });

  it('costs one renewal and one other call for five hundred queries at once, and few requests', async () => {
    const { gate } = createLimiter({ store: new MemoryStore(Date.now), client: { concurrency: 4 }, now: () => start });
    const amazon = await amazonWith(undefined, { gate });
    const asked = Array.from({ length: 500 }, () => failureFrom(amazon.smapi.metrics(closed, amazon.call)));
    expect(new Set((await Promise.all(asked)).map(({ code }) => code))).toEqual(new Set(['forbidden']));
    expect(amazon.renewals()).toBe(1);
    expect(paths(amazon).filter((path) => path === 'vendors')).toHaveLength(1);
    expect(amazon.received.length).toBeLessThan(30);
  });

  it('is asked again after a minute, with one request and no renewal', async () => {
    const amazon = await amazonWith();
    await failureFrom(amazon.smapi.metrics(closed, amazon.call));
    amazon.time += 59_000;
    const before = amazon.received.length;
    await failureFrom(amazon.smapi.metrics(closed, amazon.call));
    expect(amazon.received).toHaveLength(before);
    amazon.time += 2_000;
    await failureFrom(amazon.smapi.metrics(closed, amazon.call));
    expect(paths(amazon).slice(before)).toEqual([metricsOfClosed, 'vendors']);
    expect(amazon.renewals()).toBe(1);
  });

  it('is answered within a minute of being opened', async () => {
    let open = false;
    const amazon = await amazonWith((path) => !open && path.includes(closedSkill));
    await failureFrom(amazon.smapi.metrics(closed, amazon.call));
    open = true;
    amazon.time += 60_000;
    expect((await amazon.smapi.metrics(closed, amazon.call)).values).toEqual([]);
  });

  it('leaves other skills, the skill’s other stage, and other people alone', async () => {
    const amazon = await amazonWith();
    await failureFrom(amazon.smapi.metrics(closed, amazon.call));
    const before = amazon.received.length;
    await amazon.smapi.metrics(metricsRequest, amazon.call);
    await failureFrom(amazon.smapi.metrics({ ...closed, stage: 'development' }, amazon.call));
    await failureFrom(amazon.smapi.metrics(closed, { ...amazon.call, accountId: 'amzn1.account.ben' }));
    expect(paths(amazon).slice(before)).toContain(`skills/${metricsRequest.skillId}/metrics`);
    // One for the other stage; two for the other person, whose token may have ended.
    expect(
      paths(amazon)
        .slice(before)
        .filter((path) => path === metricsOfClosed),
    ).toHaveLength(3);
  });

  it('holds for its locales and intents, too', async () => {
    const amazon = await amazonWith();
    const { smapi, call } = amazon;
    for (const asking of [smapi.locales(closedSkill, 'live', call), smapi.intents(closedSkill, 'live', 'en-US', call)])
      expect(await failureFrom(asking)).toMatchObject({ code: 'forbidden' });
    expect(amazon.renewals()).toBe(1);
  });

  it('beside a token that ends the next moment is distinguished from it', async () => {
    const amazon = await amazonWith();
    await failureFrom(amazon.smapi.metrics(closed, amazon.call));
    // Amazon ends even the renewed token.
    amazon.good.clear();
    amazon.time += 1;
    expect((await amazon.smapi.metrics(metricsRequest, amazon.call)).values).toEqual([]);
    expect(amazon.renewals()).toBe(2);
  });
});

describe('where a probe is inconclusive', () => {
  it('is reported by its own failure, and the next query finds out', async () => {
    let away = true;
    const { url } = await serve(({ path }) =>
      path === '/v1/vendors' ? (away ? { status: 503 } : { body: { vendors: [] } }) : { status: 401 },
    );
    const { smapi, call } = clientOf(url);
    expect((await failureFrom(smapi.metrics(closed, call))).code).toBe('unavailable');
    away = false;
    expect((await failureFrom(smapi.metrics(closed, { ...call, deadline: start + 600_000 }))).code).toBe('forbidden');
  });
});

describe('an account that Amazon answers with 401 whatever it asks', () => {
  it('says that signing in again would not help, after one renewal a minute', async () => {
    const amazon = await amazonWith(() => true);
    const asked = [amazon.smapi.vendors(amazon.call), amazon.smapi.metrics(metricsRequest, amazon.call)];
    for (const one of await Promise.all(asked.map(failureFrom))) expect(one.code).toBe('forbidden');
    const failure = await failureFrom(amazon.smapi.skills('M1', amazon.call));
    expect(failure.advice).toContain('developer');
    expect(failure.advice).not.toMatch(/sign in/i);
    expect(amazon.renewals()).toBe(1);
  });
});
