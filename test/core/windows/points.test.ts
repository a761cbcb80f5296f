import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascends } from '../../../src/core/domain/instant';
import {
  lowerBound,
  mergePoints,
  type Page,
  pagesOf,
  type Points,
  pointsInWindow,
  seriesOf,
} from '../../../src/core/windows/points';
import { points } from '../../support/core/arbitraries';
import { at } from '../../support/core/queries';

const page = (nextToken?: string, ...timestamps: number[]): Page => ({
  timestamps,
  values: timestamps.map((timestamp) => timestamp / 1000),
  ...(nextToken === undefined ? {} : { nextToken }),
});

/** Serves pages by token; the first one without. */
const serve = (pages: readonly Page[]) => {
  const asked: (string | undefined)[] = [];
  const fetchPage = (token: string | undefined): Promise<Page> => {
    asked.push(token);
    const served = token === undefined ? pages[0] : pages[pages.findIndex(({ nextToken }) => nextToken === token) + 1];
    return served === undefined ? Promise.reject(new Error(`no page ${String(token)}`)) : Promise.resolve(served);
  };
  return { asked, fetchPage };
};

const walk = async (fetchPage: (token: string | undefined) => Promise<Page>): Promise<Page[]> => {
  const pages: Page[] = [];
  for await (const one of pagesOf(fetchPage)) pages.push(one);
  return pages;
};

describe('pagesOf', () => {
  it('follows tokens until there is none', async () => {
    const pages = [page('a', 1000), page('b', 2000), page(undefined, 3000)];
    const { asked, fetchPage } = serve(pages);
    expect(await walk(fetchPage)).toEqual(pages);
    expect(asked).toEqual([undefined, 'a', 'b']);
  });

  it('goes on after empty pages that carry a token', async () => {
    const pages = [page('a'), page('b'), page('c', 1000), page(undefined)];
    expect(await walk(serve(pages).fetchPage)).toEqual(pages);
  });

  it('asks no page before the one before it has been taken', async () => {
    const { asked, fetchPage } = serve([page('a', 1000), page(undefined, 2000)]);
    const pages = pagesOf(fetchPage);
    await pages.next();
    expect(asked).toEqual([undefined]);
    await pages.return(undefined);
    expect(asked).toEqual([undefined]);
  });

  it.each([
    ['twice running', ['a', 'a']],
    ['again after others', ['a', 'b', 'a']],
  ])('stops where a token comes %s', async (_, tokens) => {
    let count = 0;
    const endless = (): Promise<Page> => Promise.resolve(page(tokens[count++ % tokens.length], count * 1000));
    await expect(walk(endless)).rejects.toThrow(
      "bad_answer: Amazon's answer is invalid: it names the same next page twice.",
    );
    expect(count).toBe(tokens.length);
  });

  it('stops where nothing but empty pages come', async () => {
    let count = 0;
    const endless = (): Promise<Page> => Promise.resolve(page(String(count++)));
    await expect(walk(endless)).rejects.toThrow('21 pages one after another are empty');
  });

  it('accepts any number of empty pages that others follow', async () => {
    const pages = Array.from({ length: 60 }, (_, index) =>
      index % 20 === 19 ? page(String(index), index) : page(String(index)),
    );
    expect(await walk(serve([...pages, page(undefined)]).fetchPage)).toHaveLength(61);
  });

  it('passes on what the fetch throws', async () => {
    await expect(walk(() => Promise.reject(new Error('throttled')))).rejects.toThrow('throttled');
  });

  it('returns the same points however they are cut into pages', async () => {
    const cuts = fc.array(fc.nat(5), { maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(points, cuts, fc.boolean(), async (all, sizes, emptyEnd) => {
        const pages: Page[] = [];
        let from = 0;
        // A size of 0 is an empty page with a token.
        for (const size of [...sizes, all.timestamps.length, ...(emptyEnd ? [0] : [])]) {
          const part = {
            timestamps: all.timestamps.slice(from, from + size),
            values: all.values.slice(from, from + size),
          };
          pages.push({ ...part, nextToken: `token-${pages.length}` });
          from += size;
        }
        const last = pages.pop();
        if (last !== undefined) pages.push({ timestamps: last.timestamps, values: last.values });
        fc.pre(!/0{21}/.test(pages.map(({ timestamps }) => (timestamps.length === 0 ? '0' : '1')).join('')));
        expect(mergePoints(await walk(serve(pages).fetchPage))).toEqual(mergePoints([all]));
      }),
    );
  });
});

describe('pointsInWindow', () => {
  const window = { startTime: at('2019-10-07T10:45:00Z'), endTime: at('2019-10-14T10:45:00Z') };
  const whole = { startTime: at('2019-10-08T00:00:00Z'), endTime: at('2019-10-10T00:00:00Z') };
  const stamped = (...isos: string[]): Points => page(undefined, ...isos.map(at));
  const kept = (...args: Parameters<typeof pointsInWindow>): string[] =>
    pointsInWindow(...args).timestamps.map((timestamp) => new Date(timestamp).toISOString().slice(0, 16));

  it('takes a first bucket that is stamped before the window begins', () => {
    const answered = stamped('2019-10-07T00:00:00Z', '2019-10-14T00:00:00Z');
    expect(pointsInWindow(answered, window, 'P1D')).toEqual({
      timestamps: answered.timestamps,
      values: answered.values,
    });
    expect(kept(stamped('2019-10-07T10:00:00Z'), window, 'PT1H')).toEqual(['2019-10-07T10:00']);
  });

  it('leaves a bucket at the very end to the next window', () => {
    expect(kept(stamped('2019-10-08T00:00:00Z', '2019-10-09T00:00:00Z', '2019-10-10T00:00:00Z'), whole, 'P1D')).toEqual(
      ['2019-10-08T00:00', '2019-10-09T00:00'],
    );
  });

  it('takes a SINGLE point wherever Amazon stamps it in the range', () => {
    for (const iso of ['2019-10-07T00:00:00Z', '2019-10-07T10:45:00Z', '2019-10-10T00:00:00Z', '2019-10-14T10:45:00Z'])
      expect(kept(stamped(iso), window, 'SINGLE')).toEqual([iso.slice(0, 16)]);
  });

  it.each([
    ['before the first bucket', '2019-10-06T00:00:00Z', 'P1D'],
    ['before the first hour', '2019-10-07T09:00:00Z', 'PT1H'],
    ['after the end', '2019-10-15T00:00:00Z', 'P1D'],
    ['in another year', '1970-01-01T00:00:00Z', 'SINGLE'],
  ] as const)('refuses a point %s', (_, iso, period) => {
    expect(() => pointsInWindow(stamped(iso), window, period)).toThrow(
      `bad_answer: Amazon's answer is invalid: it holds a point of ${iso} for the time from 2019-10-07T10:45:00Z to 2019-10-14T10:45:00Z.`,
    );
  });
});

const none: Points = { timestamps: [], values: [] };

describe('mergePoints', () => {
  it('sorts, and counts a point that came twice once', () => {
    expect(
      mergePoints([
        { timestamps: [3000, 1000], values: [3, 1] },
        { timestamps: [2000, 3000], values: [2, 3] },
      ]),
    ).toEqual({ timestamps: [1000, 2000, 3000], values: [1, 2, 3] });
  });

  it('refuses a point that came with two values', () => {
    const twice = [
      { timestamps: [at('2019-10-07T00:00:00Z')], values: [1] },
      { timestamps: [at('2019-10-07T00:00:00Z')], values: [2] },
    ];
    expect(() => mergePoints(twice)).toThrow(
      "bad_answer: Amazon's answer is invalid: it gives 2019-10-07T00:00:00Z both 1 and 2.",
    );
  });

  it('returns no points for none', () => {
    expect(mergePoints([])).toEqual(none);
    expect(mergePoints([none, none])).toEqual(none);
  });

  it('returns the same series whatever the order of parts and points, and however often a part comes', () => {
    const cut = fc.tuple(points, fc.array(fc.nat(4), { minLength: 60, maxLength: 60 }), fc.array(fc.nat(4)), fc.nat());
    fc.assert(
      fc.property(cut, ([all, part, again, turn]) => {
        const parts = Array.from({ length: 5 }, (_, own): Points => {
          const mine = all.timestamps.flatMap((timestamp, index) =>
            part[index] === own ? [{ timestamp, index }] : [],
          );
          return {
            timestamps: mine.map(({ timestamp }) => timestamp),
            values: mine.map(({ index }) => all.values[index] ?? Number.NaN),
          };
        });
        const repeated = [...parts, ...again.flatMap((index) => parts[index] ?? [])];
        const turned = [...repeated.slice(turn % repeated.length), ...repeated.slice(0, turn % repeated.length)];
        const merged = mergePoints([all]);
        expect(mergePoints(turned)).toEqual(merged);
        expect(mergePoints([merged, merged])).toEqual(merged);
        expect(ascends(merged.timestamps)).toBe(true);
        expect(new Set(merged.timestamps)).toEqual(new Set(all.timestamps));
      }),
    );
  });
});

describe('seriesOf', () => {
  const startTime = at('2026-08-01T10:45:00Z');
  const one = (iso: string, value: number): Points => ({ timestamps: [at(iso)], values: [value] });

  it('adds up the weeks of a SINGLE answer, stamped with the start of what was asked', () => {
    const weeks = [one('2026-08-01T00:00:00Z', 10), none, one('2026-08-15T00:00:00Z', 32)];
    expect(seriesOf({ metric: 'totalSessions', period: 'SINGLE', startTime }, weeks)).toEqual({
      timestamps: [startTime],
      values: [42],
    });
  });

  it('never adds what does not add up', () => {
    const weeks = [one('2026-08-01T00:00:00Z', 10), one('2026-08-08T00:00:00Z', 32)];
    expect(() => seriesOf({ metric: 'uniqueCustomers', period: 'SINGLE', startTime }, weeks)).toThrow(
      'uniqueCustomers of several weeks cannot be added up',
    );
    expect(seriesOf({ metric: 'uniqueCustomers', period: 'SINGLE', startTime }, weeks.slice(0, 1)).values).toEqual([
      10,
    ]);
  });

  it('is empty where no week has a value, rather than 0', () => {
    expect(seriesOf({ metric: 'totalSessions', period: 'SINGLE', startTime }, [none, none])).toEqual(none);
  });

  it('refuses a SINGLE answer of several points', () => {
    const two = { timestamps: [startTime, startTime + 60_000], values: [1, 2] };
    expect(() => seriesOf({ metric: 'totalSessions', period: 'SINGLE', startTime }, [two])).toThrow(
      'it holds 2 points where one was asked',
    );
  });

  it('joins the windows of every other period', () => {
    const windows = [one('2026-08-08T00:00:00Z', 2), one('2026-08-01T00:00:00Z', 1)];
    expect(seriesOf({ metric: 'uniqueCustomers', period: 'P1D', startTime }, windows).values).toEqual([1, 2]);
  });
});

describe('lowerBound', () => {
  it('finds what a walk from the beginning finds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 0, max: 50 }), (numbers, least) => {
        const sorted = [...numbers].sort((one, other) => one - other);
        const walked = sorted.findIndex((one) => one >= least);
        expect(lowerBound(sorted.length, (index) => (sorted[index] ?? 0) >= least)).toBe(
          walked === -1 ? sorted.length : walked,
        );
      }),
    );
  });
});
