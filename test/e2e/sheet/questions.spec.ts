import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { openWorkbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

/** The help page with ten questions: each formula is entered as it stands there. */

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});
test.afterAll(() => world.stop());

const page = readFileSync(path.join(import.meta.dirname, '../../../assets/questions.html'), 'utf8');
const formulas = [...page.matchAll(/<pre><code>(=[^<]*)<\/code><\/pre>/g)].map(([, formula = '']) => formula);

test('every formula returns an answer', async ({ context }) => {
  expect(formulas).toHaveLength(10);
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', 'Daily Trivia');
  const cells = formulas.map((_, index) => `C${1 + index * 200}`);
  for (const [index, formula] of formulas.entries()) await workbook.type(cells[index] ?? '', formula);
  await workbook.idle();
  for (const [index, formula] of formulas.entries()) {
    const cell = await workbook.cell(cells[index] ?? '');
    expect([formula, cell.message ?? '']).toEqual([formula, '']);
    expect(String(cell.value)).not.toMatch(/^(#|$)/);
  }
  expect(await workbook.unknown()).toEqual([]);
});
