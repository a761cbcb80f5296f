import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/core/formula/columns';
import { defaultOptions } from '../../../src/core/formula/options';
import type { TableOptions } from '../../../src/core/formula/parse-formula';
import { infoFormats, type NumberFormats, tableFormats, totalFormats } from '../../../src/core/tables/number-formats';
import { query } from '../../support/core/queries';

const sessions: Column = { metric: 'totalSessions' };
const options = (more: Partial<TableOptions> = {}): TableOptions => ({
  ...defaultOptions,
  headers: 1,
  columns: [sessions],
  ...more,
});

const codes = (formats: NumberFormats, rows: number, columns: number): (string | undefined)[][] =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => formats(row, column)?.code));

describe('the formats of a table', () => {
  it.each([
    ['P1D', 'yyyy-mm-dd'],
    ['P1M', 'yyyy-mm-dd'],
    ['PT1H', 'yyyy-mm-dd hh:mm'],
    ['SINGLE', 'yyyy-mm-dd hh:mm'],
  ] as const)('show times of %s as %s, and counts with separators', (period, time) =>
    expect(codes(tableFormats(query({ period }), options()), 3, 2)).toEqual([
      [undefined, undefined],
      [time, '#,##0'],
      [time, '#,##0'],
    ]),
  );

  it('leave headers, offsets and empty columns alone', () => {
    const more = { headers: 2, zone: '1', columns: [undefined, { metric: 'successfulPlayQueueRate' }] } as const;
    expect(codes(tableFormats(query({ period: 'PT1H' }), options(more)), 3, 4)).toEqual([
      [undefined, undefined, undefined, undefined],
      [undefined, undefined, undefined, undefined],
      ['yyyy-mm-dd hh:mm', undefined, undefined, '0.0'],
    ]);
  });

  it('go along rows where series are rows', () =>
    expect(codes(tableFormats(query({ period: 'P1D' }), options({ layout: 'rows' })), 2, 3)).toEqual([
      [undefined, 'yyyy-mm-dd', 'yyyy-mm-dd'],
      [undefined, '#,##0', '#,##0'],
    ]));
});

describe('the formats of other functions', () => {
  it('are those of their metrics in SKILLTOTAL', () =>
    expect(
      codes(
        totalFormats([
          [sessions, undefined],
          [{ metric: 'averagePlayQueueLength' }, sessions],
        ]),
        2,
        2,
      ),
    ).toEqual([
      ['#,##0', undefined],
      ['#,##0.0', '#,##0'],
    ]));

  it('are dates in SKILLMETRICSINFO where the label names the zone', () => {
    const table = [
      ['Start (Europe/Berlin)', 46_235],
      ['Points', 11_058],
    ];
    const formats = infoFormats(table, { tz: 'Europe/Berlin' });
    expect(codes(formats, 2, 2).map((row) => row[1])).toEqual(['yyyy-mm-dd hh:mm', '#,##0']);
  });
});
