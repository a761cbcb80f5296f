import { describe, expect, it } from 'vitest';
import { serve } from '../support/server';
import { clientOf, failureFrom, metricsRequest } from '../support/smapi';

const tooLarge =
  "1 validation error detected: Value '100000' at 'maxResults' failed to satisfy constraint: " +
  'Member must have value less than or equal to 50';

/** A server that accepts pages up to a size, and a client of it. */
const capped = async (limit: number) => {
  const { url, received } = await serve(({ params }) =>
    Number(params['maxResults'] ?? 0) > limit
      ? { status: 400, body: { message: tooLarge } }
      : { body: { timestamps: [], values: [] } },
  );
  const { smapi, call } = clientOf(url);
  return {
    ask: (maxResults?: number, skillId = 'a') =>
      smapi.metrics({ ...metricsRequest, skillId, ...(maxResults === undefined ? {} : { maxResults }) }, call),
    sizes: () => received.map(({ params }) => params['maxResults']),
  };
};

describe('a page size larger than Amazon accepts', () => {
  it('becomes 50, now and from then on', async () => {
    const { ask, sizes } = await capped(50);
    await ask(100_000);
    await ask(100_000);
    await ask(1000);
    await ask(10);
    expect(sizes()).toEqual(['100000', '50', '50', '50', '10']);
  });

  it('is learned for one skill, and does not slow the others', async () => {
    const { ask, sizes } = await capped(50);
    await ask(100, 'a');
    await ask(100, 'b');
    await ask(100, 'a');
    expect(sizes()).toEqual(['100', '50', '100', '50', '50']);
  });

  it('is asked for as it is where Amazon accepts it', async () => {
    const { ask, sizes } = await capped(100_000);
    await ask(100_000);
    await ask();
    expect(sizes()).toEqual(['100000', undefined]);
  });

  it('is not blamed for another mistake', async () => {
    const { url, received } = await serve(() => ({ status: 400, body: { message: 'startTime is wrong' } }));
    const { smapi, call } = clientOf(url);
    const failure = await failureFrom(smapi.metrics({ ...metricsRequest, maxResults: 1000 }, call));
    expect(failure.message).toContain('startTime is wrong');
    expect(received).toHaveLength(1);
  });

  it('fails where even 50 is too large', async () => {
    const { ask, sizes } = await capped(20);
    expect((await failureFrom(ask(1000))).message).toContain('maxResults');
    expect(sizes()).toEqual(['1000', '50']);
  });
});
