import type { Frame, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { standIn } from '../../../src/dev/entra/issuer';
import { type RunningIssuer, startIssuer } from '../../../src/dev/entra/serve';
import { type FixturePreview, startFixturePreview } from '../../support/e2e/preview';

/** The preview hands out Microsoft's tokens through the real office.js, and fails as Excel does. */

let entra: RunningIssuer;
let preview: FixturePreview;
/** One to which nobody issues tokens. */
let alone: FixturePreview;

test.beforeAll(async () => {
  entra = await startIssuer();
  preview = await startFixturePreview(entra.tokenUrl);
  alone = await startFixturePreview();
});
test.afterAll(async () => {
  await preview.stop();
  await alone.stop();
  await entra.stop();
});

const open = async (page: Page, { origin, addIn }: FixturePreview): Promise<Frame> => {
  await page.goto(`${origin}/?workbook=blank`);
  await expect(page.frameLocator('iframe').locator('#state')).toHaveText('Excel OfficeOnline ready');
  const frame = page.frames().find((one) => one.url().startsWith(addIn.origin));
  if (!frame) throw new Error('The add-in is not open.');
  return frame;
};

/** The token that the add-in gets, or office.js's code. */
const ask = (addIn: Frame, options?: Office.AuthOptions): Promise<string | number> =>
  addIn.evaluate(async (given) => {
    try {
      return await Office.auth.getAccessToken(given);
    } catch (error) {
      return Number(window.fixture.error(error).code);
    }
  }, options);

const claimsOf = (token: string | number): unknown =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

test('the add-in gets a token of who is signed in to Excel', async ({ page }) => {
  const token = await ask(await open(page, preview));
  expect(claimsOf(token)).toMatchObject({ aud: standIn.clientId, tid: standIn.tenant, oid: standIn.person });
  expect(await page.evaluate(() => window.preview?.errors)).toEqual([]);
});

test('who is signed out is asked only where the add-in allows a prompt, and may cancel it', async ({ page }) => {
  const addIn = await open(page, preview);
  await page.evaluate(() => window.preview?.signInToExcel('declines'));
  expect([await ask(addIn), await ask(addIn, { allowSignInPrompt: true })]).toEqual([13_001, 13_002]);
  await page.evaluate(() => window.preview?.signInToExcel('signed-out'));
  expect(await ask(addIn)).toBe(13_001);
  expect(claimsOf(await ask(addIn, { allowSignInPrompt: true }))).toMatchObject({ oid: standIn.person });
});

const codes = [
  ...[13_000, 13_001, 13_002, 13_003, 13_004, 13_005, 13_006, 13_007, 13_008, 13_009, 13_010, 13_011, 13_012, 13_013],
  50_001,
];

test('every code of a refusal reaches the add-in, as often as asked for', async ({ page }) => {
  const addIn = await open(page, preview);
  for (const code of codes) {
    await page.evaluate((next) => window.preview?.refuseToken(next), code);
    expect(await ask(addIn)).toBe(code);
  }
  expect(await ask(addIn)).toEqual(expect.stringMatching(/^eyJ/));
});

test('nobody is signed in to a preview without an issuer', async ({ page }) => {
  const addIn = await open(page, alone);
  expect([await ask(addIn), await ask(addIn, { allowSignInPrompt: true })]).toEqual([13_001, 13_001]);
});
