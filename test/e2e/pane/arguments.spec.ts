import { expect, test } from '@playwright/test';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

/** Formulas with arguments that Excel itself answers with a bare #VALUE! unless the metadata has it call the function. */

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});
test.afterAll(() => world.stop());

const fixIt = 'Fix the cells that this argument refers to.';
const errors: readonly (readonly [formula: string, value: string, message: string])[] = [
  ['=SKILLMETRICS(A1)', '#N/A', `skillId is #N/A. ${fixIt}`],
  [`=SKILLMETRICS("${skillId}",A1,"-7d")`, '#N/A', `metric is #N/A. ${fixIt}`],
  [`=SKILLMETRICS("${skillId}","totalSessions","-7d",,A1)`, '#N/A', `period is #N/A. ${fixIt}`],
  [`=SKILLTOTAL("${skillId}",A1:A3,"-7d")`, '#N/A', `metric contains #N/A. ${fixIt}`],
  [`=SKILLTOTAL("${skillId}","totalSessions",A2)`, '#DIV/0!', ''],
  ['=ALEXASKILLS(A1)', '#N/A', `vendor is #N/A. ${fixIt}`],
  ['=ALEXAINTENTS(A1)', '#N/A', `skillId is #N/A. ${fixIt}`],
  [`=SKILLMETRICSINFO("${skillId}","totalSessions",A1)`, '#N/A', `startTime is #N/A. ${fixIt}`],
];
const missing: readonly (readonly [formula: string, message: RegExp])[] = [
  [
    `=SKILLMETRICS("${skillId}")`,
    /^metric is missing\. Enter one such as "totalSessions"\. startTime is missing\. Enter a date/,
  ],
  [`=SKILLTOTAL("${skillId}","totalSessions")`, /^startTime is missing\. Enter a date/],
  ['=ALEXAINTENTS()', /^skillId is missing\. Enter the skill's name or ID\.$/],
  [`=SKILLMETRICSINFO("${skillId}")`, /^metric is missing\. .* startTime is missing\. Enter/],
];

test('an error stays that error, and what is missing is named', async ({ context }) => {
  const workbook: Workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.type('A1', '=NA()');
  await workbook.type('A2', '=1/0');
  await workbook.type('A3', 'totalSessions');
  for (const [row, [formula]] of [...errors, ...missing].entries()) await workbook.type(`C${row * 2 + 1}`, formula);
  await workbook.idle();
  for (const [row, [formula, value, message]] of errors.entries()) {
    const cell = await workbook.cell(`C${row * 2 + 1}`);
    expect([formula, cell.value, cell.message ?? '']).toEqual([formula, value, message]);
  }
  for (const [row, [formula, message]] of missing.entries()) {
    const cell = await workbook.cell(`C${(errors.length + row) * 2 + 1}`);
    expect([formula, cell.value]).toEqual([formula, '#VALUE!']);
    expect(cell.message).toMatch(message);
  }
  expect(await workbook.unknown()).toEqual([]);
});
