import { expect, it } from 'vitest';
import { runsToFormat } from '../../../../src/office/workbook/spills/format-numbers';

const date = 'yyyy-mm-dd';

it.each<[string, string[], (string | undefined)[], object[]]>([
  ['what has no format', ['General', 'General'], [date, date], [{ from: 0, count: 2, code: date }]],
  ['what was ours for another period', ['yyyy-mm-dd hh:mm'], [date], [{ from: 0, count: 1, code: date }]],
  ['ours as Excel writes it back', [String.raw`yyyy\-mm\-dd hh:mm;@`], [date], [{ from: 0, count: 1, code: date }]],
  ['nothing of a person’s', ['dd.mm.yyyy', '0.00%', '@'], [date, date, date], []],
  ['nothing that is right', [date], [date], []],
  ['no texts', ['General', 'General'], [undefined, date], [{ from: 1, count: 1, code: date }]],
  [
    'the cells around one that a person formatted',
    ['General', 'dd.mm.yyyy', 'General'],
    [date, date, date],
    [
      { from: 0, count: 1, code: date },
      { from: 2, count: 1, code: date },
    ],
  ],
])('formats %s', (_, has, wants, runs) => expect(runsToFormat(has, (index) => wants[index], true)).toEqual(runs));

it('leaves what shows the format that its number has brought', () => {
  expect(runsToFormat(['General', 'yyyy-mm-dd hh:mm'], () => date, false)).toEqual([{ from: 1, count: 1, code: date }]);
});
