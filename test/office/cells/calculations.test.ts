import { expect, it } from 'vitest';
import { skillsLook } from '../../../src/core/tables/table-style';
import { afterEachCell, type SettledCall } from '../../../src/office/cells/calculations';
import { cellsOf, type FunctionResult } from '../../../src/office/cells/call-result';

const result: FunctionResult = { cells: () => [['Name']], look: () => skillsLook, asOf: 0, points: 0 };
const heard: SettledCall[] = [];
const calculate = afterEachCell(
  async (_, calculation) => cellsOf(await calculation(() => undefined)),
  (settled) => heard.push(settled),
);
const call = (invocation: object) => ({ name: 'skills', args: [], invocation });

it('reports what a cell has come to, and only that', async () => {
  await calculate(call({ address: 'Sheet1!A1' }), () => Promise.resolve(result));
  expect(heard).toEqual([{ address: 'Sheet1!A1', cells: [['Name']], look: skillsLook }]);

  await calculate(call({}), () => Promise.resolve(result));
  await calculate(call({ address: 'Sheet1!A1', isInValuePreview: true }), () => Promise.resolve(result));
  await calculate(call({ address: 'Sheet1!A1' }), () => Promise.resolve(undefined));
  await calculate(call({ address: 'Sheet1!A1' }), () => Promise.reject(new Error('away'))).catch(() => undefined);
  expect(heard).toHaveLength(1);
});
