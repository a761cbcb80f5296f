import { describe, expect, it } from 'vitest';
import {
  fromFileFormula,
  onlyCall,
  toFileFormula,
} from '../../../../../../src/dev/preview/page/files/xlsx/function-names';

const custom = new Set(['METRICS', 'SHOP.SUM']);
const isNew = (name: string): boolean => name === 'IFNA';

describe('formulas in a file', () => {
  it.each([
    ['METRICS(A1,"METRICS(")', '_xldudf_METRICS(A1,"METRICS(")'],
    ['IFNA(metrics(A1), SHOP.SUM (B1))', '_xlfn.IFNA(_xldudf_METRICS(A1), _xldudf_SHOP_SUM (B1))'],
    ['SUM(METRICS,1)', 'SUM(METRICS,1)'],
    ["'METRICS('!A1+SUM(1)", "'METRICS('!A1+SUM(1)"],
  ])('name the functions of add-ins and new ones with a prefix: %s', (formula, written) => {
    expect(toFileFormula(formula, custom, isNew)).toBe(written);
  });

  it.each([
    ['_xldudf_METRICS(A1,"_xldudf_METRICS(")', 'METRICS(A1,"_xldudf_METRICS(")'],
    ['_xlfn.IFNA(_xldudf_SHOP_SUM(B1),_xlfn._xlws.SORT(C1))', 'IFNA(SHOP.SUM(B1),SORT(C1))'],
    ['_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(2)', 'LAMBDA(x,x+1)(2)'],
    ['_xldudf_OTHER(1)', '_xldudf_OTHER(1)'],
  ])('are read as people see them: %s', (written, formula) => {
    expect(fromFileFormula(written, custom)).toBe(formula);
  });

  it.each([
    ['METRICS(A1,"a)",SUM(B1))', 'METRICS'],
    [' shop.sum(1) ', 'SHOP.SUM'],
    ['METRICS(1)+1', undefined],
    ['METRICS(1)(2)', undefined],
    ['IFNA(METRICS(1),0)', undefined],
    ['METRICS(1', undefined],
  ])('are one call alone, or more: %s', (formula, name) => {
    expect(onlyCall(formula, custom)).toBe(name);
  });
});
