// @vitest-environment jsdom
import '../../support/taskpane/dom';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../src/core/domain/failure';
import { ana } from '../../support/taskpane/fakes';
import {
  accessibilityFindings,
  become,
  renderApp,
  type Rendered,
  type RenderOptions,
} from '../../support/taskpane/render-app';

const ben = { id: 'amzn1.account.BEN', name: 'Ben', email: 'ben@example.com' };
const away = new FailureError({ code: 'unavailable', message: 'The server is away.', advice: 'Wait.' });

const openCard = async (options?: RenderOptions): Promise<Rendered> => {
  const rendered = renderApp({ kind: 'signed-in', account: ana, others: [ben] }, options);
  await rendered.user.click(screen.getByRole('button', { name: /^Account/ }));
  await screen.findByRole('button', { name: 'Copy diagnostics' });
  return rendered;
};
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });

describe('the accounts of a device', () => {
  it('can be chosen for the workbook, and added to', async () => {
    const { user, session } = await openCard();
    expect(screen.getByText('ben@example.com')).toBeDefined();
    await user.click(button('Use here: Ben'));
    await user.click(button('Add an account'));
    expect(session.calls).toEqual(expect.arrayContaining([`useAccount ${ben.id}`, 'addAccount']));
    expect(await accessibilityFindings()).toEqual([]);
  });
});

describe('the devices of an account', () => {
  it('are listed, and can be signed out', async () => {
    const { user, account } = await openCard();
    await user.click(button('Devices'));
    const list = await screen.findByRole('list', { name: 'Devices' });
    expect(within(list).getByText('Excel on the web (this one)')).toBeDefined();
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(button(/^Sign out Excel on Mac/));
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(1));
    expect(account.ended).toEqual(['there']);
  });

  it('can all be signed out', async () => {
    const { user, session } = await openCard();
    await user.click(button('Devices'));
    await user.click(await screen.findByRole('button', { name: 'Sign out on all devices' }));
    expect(session.calls).toContain('signOutEverywhere');
    become(session, { kind: 'signed-out' });
    expect(screen.getByText("You're signed out.")).toBeDefined();
  });

  it('say why they cannot be listed', async () => {
    const { user, account } = await openCard();
    account.failure = away;
    await user.click(button('Devices'));
    expect(await screen.findByText(/The server is away/)).toBeDefined();
  });
});

describe("a person's activity", () => {
  it('is listed as the server has recorded it', async () => {
    const { user, account } = await openCard();
    account.events.push({ at: 0, event: 'refused', outcome: 'LIMIT_API_PER_PERSON' });
    await user.click(button('Your activity'));
    const list = await screen.findByRole('list', { name: 'Your activity' });
    const texts = within(list)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(texts[0]).toContain('totalSessions: 2 requests to Amazon');
    expect(texts[1]).toContain('Refused: too many requests');
  });

  it('may be empty', async () => {
    const { user, account } = await openCard();
    account.events = [];
    await user.click(button('Your activity'));
    expect(await screen.findByText('Nothing is recorded.')).toBeDefined();
  });
});

describe('diagnostics', () => {
  it('are versions, IDs, and timings, without names', async () => {
    const { user, copied } = await openCard();
    await user.click(button('Copy diagnostics'));
    await screen.findByText(/^Copied/);
    const [text = ''] = copied;
    for (const part of [
      'Skill Metrics 1.2.3',
      'Excel on Mac 16',
      'in 12 ms',
      ana.id,
      'this one: here',
      'totalSessions',
    ])
      expect(text).toContain(part);
    for (const part of [ana.name, ana.email, 'ben@example.com']) expect(text).not.toContain(part);
  });

  it('say what could not be found out', async () => {
    const { user, account, copied } = await openCard();
    account.failure = away;
    await user.click(button('Copy diagnostics'));
    await screen.findByText(/^Copied/);
    expect(copied[0]).toContain('Server: unavailable: The server is away.');
  });

  it("say so where the clipboard isn't allowed", async () => {
    const { user } = await openCard({ denyCopy: true });
    await user.click(button('Copy diagnostics'));
    expect(await screen.findByText(/couldn't be copied/)).toBeDefined();
  });
});
