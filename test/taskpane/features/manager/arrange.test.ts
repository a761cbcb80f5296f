import { describe, expect, it } from 'vitest';
import type { FormulaState } from '../../../../src/office/workbook/formulas/formula-status';
import {
  arrange,
  type Arrangement,
  type FormulaItem,
  type ListRow,
} from '../../../../src/taskpane/features/manager/arrange';

const item = (
  sheet: string,
  row: number,
  skill: string,
  kind: FormulaState['kind'],
  more: Partial<FormulaItem> = {},
): FormulaItem => {
  const address = `${sheet}!A${row + 1}`;
  const failure = { code: 'throttled', message: '', advice: '' } as const;
  const state: FormulaState = kind === 'kept' ? { kind, since: 0, failure } : { kind };
  return {
    id: address,
    listed: {
      id: address,
      at: { kind: 'cell', address, sheet, row, column: 0 },
      formula: '=X',
      sheet: 'visible',
      shows: 'value',
    },
    place: address,
    parsed: { calls: [], isOneCall: true },
    description: { words: `Sessions of ${skill}`, skill, timeZone: 'UTC' },
    status: { state, fetchedAt: row },
    size: { rows: row + 1, columns: 1 },
    ...more,
  };
};

const items = [
  item('Report', 0, 'Trivia', 'done'),
  item('Report', 9, 'Chess', 'failed'),
  item('Data', 1, 'Trivia', 'kept'),
  item('Data', 5, 'chess', 'waiting'),
];
const arranged = (change: Partial<Arrangement>): readonly ListRow[] =>
  arrange(items, { search: '', sort: 'place', group: 'none', ...change });
const placesOf = (rows: readonly ListRow[]): readonly string[] =>
  rows.map((row) => (row.kind === 'group' ? `${row.label} ${row.items.length}` : row.item.place));

describe('the list', () => {
  it('keeps the order of the places, and finds every word in places, words and states', () => {
    expect(placesOf(arranged({}))).toEqual(['Report!A1', 'Report!A10', 'Data!A2', 'Data!A6']);
    expect(placesOf(arranged({ search: 'CHESS sess' }))).toEqual(['Report!A10', 'Data!A6']);
    expect(placesOf(arranged({ search: 'old values' }))).toEqual(['Data!A2']);
    expect(placesOf(arranged({ search: 'report! a10' }))).toEqual(['Report!A10']);
    expect(arranged({ search: 'nothing' })).toEqual([]);
  });

  it('puts what needs a person first, or the oldest, or the largest', () => {
    expect(placesOf(arranged({ sort: 'state' }))).toEqual(['Report!A10', 'Data!A2', 'Data!A6', 'Report!A1']);
    expect(placesOf(arranged({ sort: 'fetched' }))).toEqual(['Report!A1', 'Data!A2', 'Data!A6', 'Report!A10']);
    expect(placesOf(arranged({ sort: 'rows' }))[0]).toBe('Report!A10');
    expect(placesOf(arranged({ sort: 'words' }))).toEqual(['Report!A10', 'Data!A6', 'Report!A1', 'Data!A2']);
  });

  it('has a heading for each sheet, or each skill in the order of the alphabet', () => {
    expect(placesOf(arranged({ group: 'sheet' }))).toEqual([
      ...['Report 2', 'Report!A1', 'Report!A10'],
      ...['Data 2', 'Data!A2', 'Data!A6'],
    ]);
    expect(placesOf(arranged({ group: 'skill', sort: 'rows' }))).toEqual([
      ...['Chess 1', 'Report!A10', 'chess 1', 'Data!A6'],
      ...['Trivia 2', 'Data!A2', 'Report!A1'],
    ]);
  });
});
