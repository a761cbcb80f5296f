/** Takes the README's pictures: `npm run pictures`. */
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { frameOf } from '../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../support/e2e/workbook';
import { startWorld, type World } from '../support/e2e/world';

let world: World;

test.use({ viewport: { width: 1440, height: 880 } });

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

const fileOf = (name: string): string => path.join(import.meta.dirname, `../../assets/readme/${name}.png`);

const button = (workbook: Workbook, name: string | RegExp) => workbook.pane.getByRole('button', { name });
const field = (workbook: Workbook, name: string) => workbook.pane.getByRole('combobox', { name, exact: true });

/** The pane with its frame. */
const take = async (workbook: Workbook, name: string): Promise<void> => {
  await workbook.page.mouse.move(0, 0);
  await workbook.page.getByRole('complementary').screenshot({ path: fileOf(name) });
};

const fill = async (workbook: Workbook): Promise<void> => {
  await field(workbook, 'Skill').click();
  await workbook.pane.getByRole('option', { name: 'Daily Trivia' }).click();
  await workbook.chooseDays('2026-08-01', '2026-10-31');
};

test('from signing in to the preview', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await take(workbook, 'pane-signed-out');
  await workbook.signIn();
  await fill(workbook);
  await frameOf(workbook).evaluate(() => scrollTo(0, 0));
  await take(workbook, 'pane-asked');
  await button(workbook, 'Preview').click();
  await expect(workbook.pane.locator('svg:has(line)')).toBeVisible();
  await workbook.pane.getByRole('heading', { name: 'Preview' }).evaluate((heading) => heading.scrollIntoView());
  await take(workbook, 'pane-preview');
  await workbook.page.emulateMedia({ colorScheme: 'dark' });
  await take(workbook, 'pane-dark');
});

test('editing a formula, beside its workbook', async ({ context }) => {
  const workbook = await openWorkbook(context, world);
  await workbook.signIn();
  await workbook.answered();
  await expect(workbook.pane.getByText('= Daily Trivia')).toBeVisible();
  await take(workbook, 'pane-editing');
  await workbook.page.screenshot({ path: fileOf('preview') });
});

test('work in progress', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const lost = 'amzn1.ask.skill.fa017000-0000-4000-8000-000000000404';
  await workbook.type('A1', `=SKILLMETRICS("${lost}","totalSessions","-7d")`);
  await expect.poll(async () => (await workbook.cell('A1')).value).toBe('#N/A');
  // Many requests, each long enough for a picture to be taken meanwhile.
  world.sandbox.settings.latencyMs = 3_000;
  await workbook.type('D1', `=SKILLMETRICS("${skillId}","totalSessions","2025-01-01","2026-11-01")`);
  const work = workbook.pane.getByRole('region', { name: 'Work in progress' });
  await expect(work).toContainText('1 query running');
  await work.getByRole('button', { expanded: false }).click();
  await expect(work.getByText(/^[1-9]\d* of \d+ windows/)).toBeVisible();
  await take(workbook, 'pane-work');
});

/** Reports with a skill for each, and the size of their pictures in CSS pixels. */
const reports = [
  ['Weekly overview', 'Daily Trivia', 'weekly', 885, 1000],
  ['Launch report', 'Daily Trivia', 'launch', 830, 1000],
  ['Locale matrix', 'Bedtime Stories', 'locales', 1010, 930],
  ['Intents', 'Daily Trivia', 'intents', 790, 1000],
  ['Live and development', 'Daily Trivia', 'stages', 800, 1000],
  ['Portfolio of skills', 'Daily Trivia', 'portfolio', 1015, 900],
  ['Flash briefing plays', 'One-Minute Markets', 'flash-briefing', 885, 1000],
  ['Music queues', 'Ocean Sounds Radio', 'music', 885, 1000],
] as const;

for (const [title, skill, name, width, height] of reports)
  test(`report: ${title}`, async ({ context }) => {
    const workbook = await openWorkbook(context, world, '?workbook=blank');
    await workbook.signIn();
    await button(workbook, 'New report').click();
    await field(workbook, 'Skill').fill(skill);
    await field(workbook, 'Skill').press('Enter');
    await button(workbook, `Create ${title}`).click();
    const charts = ['Locale matrix', 'Portfolio of skills'].includes(title) ? 1 : 2;
    await expect
      .poll(() => workbook.page.evaluate(() => window.preview?.charts().length), { timeout: 60_000 })
      .toBe(charts);
    await workbook.idle();
    await workbook.page.setViewportSize({ width: 1600, height: 1300 });
    // An empty cell: the frame of A1 would cross the title.
    await workbook.select('A3');
    await workbook.page.screenshot({ path: fileOf(`report-${name}`), clip: { x: 48, y: 189, width, height } });
  });
