import { describe, expect, it } from 'vitest';
import { toEngineFormat, toExcelFormat } from '../../../../../src/dev/preview/page/workbook/number-formats';

describe('number formats', () => {
  it.each(['General', 'yyyy-mm-dd', 'yyyy-mm-dd hh:mm', '0.00', '#,##0', '0%', 'hh:mm:ss AM/PM'])(
    'survive: %s',
    (format) => expect(toExcelFormat(toEngineFormat(format))).toBe(format),
  );

  it('are refused where the grid cannot show them', () =>
    expect(() => toEngineFormat('[Red]0;[Blue]')).toThrow('cannot show the number format "[Red]0;[Blue]"'));
});
