/** Several accounts, several devices, and people whom Excel knows. */
import { type BrowserContext, expect, test } from '@playwright/test';
import { standIn } from '../../../src/dev/entra/issuer';
import { type RunningIssuer, startIssuer } from '../../../src/dev/entra/serve';
import { inspect, resize } from '../../support/e2e/inspect';
import { openWorkbook, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let entra: RunningIssuer;
let world: World;

test.beforeAll(async () => {
  entra = await startIssuer();
  world = await startWorld({ microsoft: { issuer: entra, tenants: standIn.tenant } });
});
test.afterAll(async () => {
  await world.stop();
  await entra.stop();
});

const openCard = async ({ pane }: Workbook): Promise<void> => {
  await pane.getByRole('button', { name: /^Account/ }).click();
  await expect(pane.getByRole('button', { name: 'Copy diagnostics' })).toBeVisible();
};

const signedInAs = ({ pane }: Workbook, name: string): Promise<void> =>
  expect(pane.getByRole('button', { name: `Account: ${name}` })).toBeVisible();

test('people sign in with Amazon once, use the account on every device, and sign another one out', async ({
  context,
  browser,
}) => {
  const first = await openWorkbook(context, world, '?workbook=blank');
  await first.signIn();
  const elsewhere: BrowserContext = await browser.newContext({ ignoreHTTPSErrors: true });
  const second = await openWorkbook(elsewhere, world, '?workbook=blank');
  await signedInAs(second, 'Ada Analyst');
  expect(elsewhere.pages(), 'no window of Amazon').toHaveLength(1);

  await openCard(second);
  await second.pane.getByRole('button', { name: 'Devices' }).click();
  const devices = second.pane.getByRole('list', { name: 'Devices' }).getByRole('listitem');
  await expect(devices).toHaveCount(2);
  await inspect(second, 'account-devices');
  await resize(second, 320);
  await inspect(second, 'account-devices-narrow');
  await devices.getByRole('button', { name: /^Sign out Excel on the web/ }).click();
  await expect(devices).toHaveCount(1);

  await second.pane.getByRole('button', { name: 'Your activity' }).click();
  const activity = second.pane.getByRole('list', { name: 'Your activity' });
  await expect(activity.getByText('Signed out from another device')).toBeVisible();
  await inspect(second, 'account-activity');

  await first.page.reload();
  await expect(first.pane.getByText('Your sign-in has ended.')).toBeVisible();
  await second.pane.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(second.pane.getByText("You're signed out.")).toBeVisible();
  await second.page.reload();
  await expect(second.pane.getByRole('button', { name: 'Sign in with Amazon' })).toBeVisible();
  await elsewhere.close();
});

test('a workbook uses one of several accounts', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await openCard(workbook);
  const popUp = await workbook.openSignIn('Add an account');
  await popUp.getByRole('radio', { name: 'Ben' }).check();
  await popUp.getByRole('button', { name: 'Allow' }).click();
  await signedInAs(workbook, 'Ben Builder');
  await openCard(workbook);
  await expect(workbook.pane.getByRole('list', { name: 'Other accounts' })).toContainText('Ada Analyst');
  await inspect(workbook, 'account-several');
  await workbook.pane.getByRole('button', { name: 'Use here: Ada Analyst' }).click();
  await signedInAs(workbook, 'Ada Analyst');
  await workbook.page.reload();
  await signedInAs(workbook, 'Ada Analyst');
});

test('people of other organizations are told so before they see Amazon', async ({ context }) => {
  const strangers = await startWorld({ microsoft: { issuer: entra, tenants: '9188040d-6c67-4c5b-b112-36a304b66dad' } });
  const workbook = await openWorkbook(context, strangers, '?workbook=blank');
  await expect(workbook.pane.getByText(/isn't allowed to use this server/)).toBeVisible();
  await inspect(workbook, 'other-organization');
  await workbook.pane.getByRole('button', { name: 'Sign in with Amazon' }).click();
  await expect(workbook.pane.getByText(/isn't allowed to use this server/)).toBeVisible();
  expect(context.pages()).toHaveLength(1);
  await strangers.stop();
});
