import { expect, it } from 'vitest';
import { FailureError } from '../../../../src/core/domain/failure';
import { ask, at, august, engineOf, expectedSeries } from '../../../support/relay/asking';
import { FakeAmazon } from '../../../support/relay/fakes/fake-amazon';

const signedOut = new FailureError({ code: 'sign_in_required', message: 'Sign in.', advice: 'Sign in.' });
const over = {
  accessToken: () => Promise.reject(signedOut),
  renew: () => Promise.reject(signedOut),
};

/** Asks for each request in the name of a session, as Amazon's client does. */
class NamedAmazon extends FakeAmazon {
  override readonly metrics: FakeAmazon['metrics'] = async (request, call) => {
    await call.tokens.accessToken(call.signal);
    return this.answer(request, call);
  };
  private readonly answer = new FakeAmazon(this.habits).metrics;
}

const first = august({ endTime: at('2026-08-04T00:00:00Z') });
const second = august({ startTime: at('2026-08-04T00:00:00Z'), endTime: at('2026-08-08T00:00:00Z') });

it('days that are asked together with those of a session that has ended come all the same', async () => {
  const engine = engineOf(new NamedAmazon());
  const [ended, going] = await Promise.allSettled([ask(engine, first, { tokens: over }), ask(engine, second)]);
  expect(ended).toMatchObject({ reason: signedOut });
  expect(going).toMatchObject({ value: { series: [expectedSeries(second)] } });
});

it('a session that has ended is not tried twice', async () => {
  let tries = 0;
  const tokens = {
    ...over,
    accessToken: () => {
      tries += 1;
      return over.accessToken();
    },
  };
  await expect(ask(engineOf(new NamedAmazon()), second, { tokens })).rejects.toBe(signedOut);
  expect(tries).toBe(1);
});
