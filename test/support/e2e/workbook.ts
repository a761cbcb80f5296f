/** A person at the workbook of the preview. */
import { type BrowserContext, expect, type FrameLocator, type Page } from '@playwright/test';
import { serveOfficeJs, type World } from './world';

export const skillId = 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10';

/** A skill of Ben's. */
export const ferryTimes = 'amzn1.ask.skill.e39f6009-e29f-4e76-819f-5ce3e09f5b50';

export interface Cell {
  readonly text: string;
  readonly value: string | number | boolean | null;
  readonly formula?: string;
  readonly message?: string;
}

export class Workbook {
  readonly pane: FrameLocator;

  constructor(readonly page: Page) {
    this.pane = page.frameLocator('iframe');
  }

  async cell(address: string): Promise<Cell> {
    const cell = await this.page.evaluate((at) => window.preview?.cell(at), address);
    if (cell === undefined) throw new Error('The preview is not ready.');
    return cell;
  }

  /** Types into a cell. */
  type(address: string, text: string): Promise<void> {
    return this.page.evaluate(([at = '', content = '']) => window.preview?.setCell(at, content), [address, text]);
  }

  select(address: string): Promise<void> {
    return this.page.evaluate((at) => window.preview?.select(at), address);
  }

  spillOf(address: string): Promise<string | undefined> {
    return this.page.evaluate((at) => window.preview?.spillOf(at), address);
  }

  /** Waits until no cell is busy. */
  idle(): Promise<void> {
    return this.page.evaluate(() => window.preview?.whenIdle());
  }

  /** Waits until the prepared workbook shows an answer, and sample numbers no more. */
  async answered(): Promise<void> {
    await expect.poll(async () => (await this.cell('A2')).text).toMatch(/^Change a green cell/);
  }

  /** What the add-in asked of Excel that the preview does not know. */
  unknown(): Promise<readonly string[] | undefined> {
    return this.page.evaluate(() => window.preview?.errors);
  }

  /** Waits until the pane knows whether somebody is signed in. */
  async opened(): Promise<void> {
    const signIn = this.pane.getByRole('button', { name: 'Sign in with Amazon' });
    await expect(signIn.or(this.pane.getByRole('button', { name: /^Account/ }))).toBeVisible();
  }

  /** Presses sign-in in the pane and gives the pop-up, on Amazon's page. */
  async openSignIn(button = 'Sign in with Amazon'): Promise<Page> {
    const popUp = this.page.context().waitForEvent('page');
    await this.pane.getByRole('button', { name: button }).click();
    // office.js asks first, in words of its own.
    const allow = this.pane.getByRole('button', { name: 'Allow' });
    await allow
      .or(this.pane.getByRole('button', { name: /cancel/i }))
      .first()
      .waitFor();
    if (await allow.isVisible()) await allow.click();
    const page = await popUp;
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    return page;
  }

  /** Chooses days of one's own in the pane, the last one included. */
  async chooseDays(first: string, last: string): Promise<void> {
    await this.pane.getByLabel('Dates', { exact: true }).selectOption('Custom');
    await this.pane.getByRole('textbox', { name: 'Start', exact: true }).fill(first);
    await this.pane.getByRole('textbox', { name: 'End', exact: true }).fill(last);
  }

  async signIn(person = 'Ada'): Promise<void> {
    const popUp = await this.openSignIn();
    await popUp.getByRole('radio', { name: person }).check();
    await popUp.getByRole('button', { name: 'Allow' }).click();
    await expect(this.pane.getByRole('button', { name: 'Sign in with Amazon' })).toBeHidden();
    // A text where the selected formula takes the skill from a cell.
    const skill = { name: 'Skill', exact: true };
    await expect(this.pane.getByRole('combobox', skill).or(this.pane.getByRole('textbox', skill))).toBeVisible();
  }

  async signOut(): Promise<void> {
    await this.pane
      .getByRole('button', { name: /^Account/ })
      .first()
      .click();
    await this.pane.getByRole('button', { name: 'Sign out' }).click();
    await expect(this.pane.getByRole('button', { name: 'Sign in with Amazon' })).toBeVisible();
  }
}

/** Opens the workbook in a browser of its own. */
export const openWorkbook = async (context: BrowserContext, { preview }: World, query = ''): Promise<Workbook> => {
  await serveOfficeJs(context);
  const page = await context.newPage();
  await page.goto(`${preview}/${query}`);
  const workbook = new Workbook(page);
  await workbook.opened();
  return workbook;
};
