/**
 * Query cases, each a folder: `formula.json` is what a cell calls, `amazon.json` what Amazon answers, `expected.json`
 * the cells or the failure that come of it. All but the network is real.
 */
import { describe, expect, it } from 'vitest';
import { createSmapi } from '../../src/amazon/smapi/client';
import { FailureError, textOf } from '../../src/core/domain/failure';
import { formatInstant } from '../../src/core/domain/instant';
import { type FormulaArguments, type FormulaRequest, parseFormula } from '../../src/core/formula/parse-formula';
import { parseAnyWords } from '../../src/core/natural-input/parse-natural';
import { type Answer, noAnswer } from '../../src/core/query/query';
import { type Cell } from '../../src/core/tables/metrics-table';
import { EventLoop } from '../../src/relay/lib/event-loop';
import { createEngine, type Engine } from '../../src/relay/queries/engine';
import { MemoryStore } from '../../src/relay/store/memory';
import { toTable } from '../support/core/to-table';
import { type QueryCase, queryCases } from './case-files';
import { recordedAmazon } from './recorded-amazon';

const grant = { accessToken: () => Promise.resolve('Atza|case'), renew: () => Promise.resolve('Atza|renewed') };

const engineOf = (now: number, fetch: typeof globalThis.fetch): Engine => {
  const clock = (): number => now;
  const smapi = createSmapi({
    endpoint: 'https://api.amazonalexa.example',
    musicSkillType: 'music',
    fetch,
    now: clock,
    sleep: () => Promise.resolve(),
    random: () => 0,
  });
  const patience = { quietMs: 0, burstMs: 0, longestMs: 0 };
  // Segments that are asked over several turns of a busy machine's loop would be other requests.
  const loop = new EventLoop(() => 0);
  return createEngine({
    smapi,
    store: new MemoryStore(clock),
    now: clock,
    deadlineMs: 60_000,
    batchWindow: patience,
    loop,
  });
};

/** What the formula asks, as a cell finds out that has no list of skills. */
const read = (args: FormulaArguments, now: number): FormulaRequest =>
  parseAnyWords((written: FormulaArguments) => parseFormula(written, now), args, { now, serialShift: 0 });

/** What the cell shows, and the answer behind it. */
const calculate = async (
  { formula }: QueryCase,
  fetch: typeof globalThis.fetch,
): Promise<{ table: Cell[][]; answer?: Answer }> => {
  const now = Date.parse(formula.now);
  const { query, table } = read(formula.arguments, now);
  if (table.nothingYet !== undefined) return { table: toTable(query, noAnswer(now), table) };
  const signal = new AbortController().signal;
  const answer = await engineOf(now, fetch).answer({ query, accountId: 'amzn1.account.A', tokens: grant, signal });
  return { table: toTable(query, answer, table), answer };
};

const wall = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?$/;
const serials = (cell: string | number): string | number => {
  const [, day, time = '00:00'] = wall.exec(String(cell)) ?? [];
  return day === undefined ? cell : (Date.parse(`${day}T${time}Z`) + 25_569 * 86_400_000) / 86_400_000;
};

/** A value that is not to be had, as the expected cells write it. */
const written = (cell: Cell): string | number => (typeof cell === 'object' ? `#N/A: ${cell.unavailable}` : cell);

const countByPeriod = (asked: readonly Readonly<Record<string, string>>[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { period = '' } of asked) counts[period] = (counts[period] ?? 0) + 1;
  return counts;
};

describe('a formula', () => {
  it.each(queryCases().map((one) => [one.name.replaceAll('-', ' '), one] as const))('%s', async (_, one) => {
    const { expected } = one;
    const amazon = recordedAmazon(one.amazon);
    const result = calculate(one, amazon.fetch);
    if ('failure' in expected) {
      const error: unknown = await result.catch((thrown: unknown) => thrown);
      if (!(error instanceof FailureError)) expect.unreachable('it should have failed');
      expect({ code: error.failure.code, text: textOf(error.failure) }).toEqual(expected.failure);
    } else {
      const { table, answer } = await result;
      expect(table.map((row) => row.map(written))).toEqual(expected.table.map((row) => row.map(serials)));
      const provisionalFrom = answer?.provisionalFrom;
      expect(provisionalFrom === undefined ? undefined : formatInstant(provisionalFrom)).toBe(expected.provisionalFrom);
    }
    const { requests } = expected;
    if (typeof requests === 'number') expect(amazon.asked).toHaveLength(requests);
    else if (requests !== undefined) expect(countByPeriod(amazon.asked)).toEqual(requests);
  });
});
