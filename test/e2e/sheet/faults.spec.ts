/** Each failure of Amazon's ends as a message of its own in the cell; nothing stays busy, nothing wrong looks right. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { openWorkbook, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'store-'));
  // What Amazon refuses for want of room is asked again until then.
  world = await startWorld({ storeUrl: `file:${path.join(folder, 'relay.db')}`, deadlineS: 20 });
});

test.afterAll(() => world.stop());

const fault = (digits: string): string => `amzn1.ask.skill.fa017000-0000-4000-8000-${digits}`;

const ask = async (workbook: Workbook, address: string, id: string): Promise<void> =>
  workbook.type(address, `=SKILLMETRICS("${id}","totalSessions",DATE(2026,10,1),DATE(2026,10,8))`);

const settled = async (workbook: Workbook, address: string) => {
  await expect.poll(async () => (await workbook.cell(address)).value, { timeout: 60_000 }).not.toBe('#BUSY!');
  return workbook.cell(address);
};

test("each of Amazon's documented errors has a message of its own", async ({ context }) => {
  test.setTimeout(120_000);
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const errors = ['400', '403', '404', '500', '503', '429', '401'];
  const cells = errors.map((_, row) => `${String.fromCharCode(65 + row * 3)}1`);
  const seen: { readonly value: unknown; readonly message: string }[] = [];
  for (const [index, cell] of cells.entries()) {
    await ask(workbook, cell, fault(`000000000${errors[index] ?? ''}`));
    const { value, message = '' } = await settled(workbook, cell);
    seen.push({ value, message });
  }
  expect(seen.map(({ value }) => value)).toEqual(['#VALUE!', '#N/A', '#N/A', '#N/A', '#N/A', '#N/A', '#N/A']);
  const messages = seen.map(({ message }) => message);
  expect([...new Set(messages)]).toEqual(messages);
  for (const { message } of seen) expect(message.length).toBeGreaterThan(40);
});

test('answers that cannot be right are refused, and good ones in disorder are put right', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const wrong = [
    '000000002000',
    '000000000003',
    '000000000011',
    '000000000012',
    '000000000014',
    '000000000016',
    '000000000022',
  ];
  for (const [index, digits] of wrong.entries()) {
    const cell = `${String.fromCharCode(65 + index)}1`;
    await ask(workbook, cell, fault(digits));
    const { value, message } = await settled(workbook, cell);
    expect(value, digits).toBe('#N/A');
    expect(message?.length ?? 0, digits).toBeGreaterThan(40);
  }
  for (const [index, digits] of [
    '000000000031',
    '000000000033',
    '000000004292',
    '000000005001',
    '000000000027',
  ].entries()) {
    const cell = `${String.fromCharCode(65 + index * 3)}5`;
    await ask(workbook, cell, fault(digits));
    await expect.poll(() => workbook.spillOf(cell), { timeout: 30_000, message: digits }).toMatch(/5:.12$/);
  }
});

test('a relay that is away says so, and when it is back the cells fill without another sign-in', async ({
  context,
}) => {
  const workbook = await openWorkbook(context, world);
  await workbook.signIn();
  await workbook.answered();
  await world.stopRelay();
  try {
    await workbook.type('B7', '2026-10-01');
    await expect.poll(async () => (await workbook.cell('A10')).value).toBe('#N/A');
    expect((await workbook.cell('A10')).message).toMatch(/reach|server/i);
  } finally {
    await world.startRelay();
  }
  await workbook.page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect.poll(() => workbook.spillOf('A10')).toBe('A10:B71');
});
