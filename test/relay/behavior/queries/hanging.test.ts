/** One skill over which Amazon hangs holds up no other query of the same person, and none of others. */
import { describe, expect, it } from 'vitest';
import { ask, at, august, engineOf } from '../../../support/relay/asking';
import { FakeAmazon } from '../../../support/relay/fakes/fake-amazon';

const [hanging, healthy] = ['amzn1.ask.skill.hanging', 'amzn1.ask.skill.healthy'];
const endTime = at('2026-09-01T00:00:00Z');
const quarterHours = (days: number) => ({ period: 'PT15M' as const, startTime: endTime - days * 86_400_000, endTime });

/** An engine of which some queries wait for an Amazon that never answers them. */
const beside = (count: number, days: number) => {
  const before = ({ skillId }: { skillId: string }): Promise<void> | void =>
    skillId === hanging ? new Promise(() => undefined) : undefined;
  const engine = engineOf(new FakeAmazon({ before }));
  const asking = Array.from({ length: count }, (_, index) => {
    const leaving = new AbortController();
    const query = august({ skillId: hanging, ...quarterHours(days), locales: [`de-${index}`] });
    return { leaving, ended: ask(engine, query, { signal: leaving.signal }).catch(() => undefined) };
  });
  const leave = async (): Promise<void> => {
    for (const { leaving } of asking) leaving.abort();
    await Promise.all(asking.map(({ ended }) => ended));
  };
  return { engine, leave };
};

describe('while Amazon hangs over one skill', () => {
  it('thirty half years of it leave room for that of another', async () => {
    const { engine, leave } = beside(30, 182);
    const answer = await ask(engine, august({ skillId: healthy, ...quarterHours(182) }));
    expect(answer.series[0]?.values).toHaveLength(182 * 96);
    await leave();
  });

  it('days are answered however many years of quarter-hours wait', async () => {
    const { engine, leave } = beside(100, 365);
    const answer = await ask(engine, august({ skillId: healthy }));
    expect(answer.series[0]?.values).toHaveLength(31);
    await leave();
  });

  it('other people are answered, whatever they ask', async () => {
    const { engine, leave } = beside(100, 365);
    const other = { accountId: 'amzn1.account.B' };
    const answer = await ask(engine, august({ skillId: healthy, ...quarterHours(365) }), other);
    expect(answer.series[0]?.values).toHaveLength(365 * 96);
    await leave();
  });
});
