// @vitest-environment jsdom
import '../../support/taskpane/dom';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../src/core/domain/failure';
import { ana, skillId } from '../../support/taskpane/fakes';
import { accessibilityFindings, become, renderApp, renderFilled } from '../../support/taskpane/render-app';

const signedIn = { kind: 'signed-in', account: ana } as const;
const insertButton = (): HTMLElement => screen.getByRole('button', { name: /^Insert/ });
const skillField = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Skill' });
/** What the pane reads out. */
const said = (): string =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join();
const shownFormula = (): string => screen.getByLabelText<HTMLTextAreaElement>('Formula').value;

describe('the account', () => {
  it('has everything asked again, also what Amazon no longer corrects', async () => {
    const { user, workbook } = await renderFilled();
    await user.click(screen.getByRole('button', { name: /^Account/ }));
    await user.click(await screen.findByRole('button', { name: 'Ask everything again' }));
    expect(workbook.done).toEqual(['refresh everything']);
    expect(await accessibilityFindings()).toEqual([]);
  });
});

describe('the form', () => {
  it('is accessible, with and without its further options', async () => {
    const { user } = await renderFilled();
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'More options' }));
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('shows in words and as a formula what will be asked', async () => {
    await renderFilled();
    expect(screen.getByRole('region', { name: 'What will be asked' }).textContent).toMatch(
      /^Daily total sessions of skill/,
    );
    expect(shownFormula()).toBe(`=SKILLMETRICS("${skillId}","totalSessions","last 28 days")`);
  });

  it('offers only the metrics of the skill type, each with its meaning', async () => {
    const { user } = await renderFilled();
    await user.selectOptions(screen.getByLabelText('Skill type'), 'music');
    await user.click(screen.getByRole('combobox', { name: /Metrics/ }));
    const offered = within(screen.getByRole('listbox'))
      .getAllByRole('option')
      .map(({ textContent }) => textContent);
    expect(offered).toHaveLength(6);
    expect(offered[0]).toContain('Distinct Amazon accounts that used the skill (accounts, up to 2\u00a0h late)');
    expect(offered.join()).not.toContain('utterances');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('makes a column of each metric, in the order of choosing', async () => {
    const { user } = await renderFilled();
    await user.click(screen.getByRole('combobox', { name: /Metrics/ }));
    await user.click(screen.getByRole('option', { name: /Unique customers/ }));
    await user.click(screen.getByRole('option', { name: /Total sessions/ }));
    await user.click(screen.getByRole('option', { name: /Total sessions/ }));
    expect(shownFormula()).toContain('{"uniqueCustomers","totalSessions"}');
  });

  it('takes a day from the calendar', async () => {
    const { user } = await renderFilled();
    await user.selectOptions(screen.getByLabelText('Dates'), 'Custom');
    const [calendar] = document.querySelectorAll('input[type="date"]');
    if (calendar === undefined) throw new Error('no calendar');
    fireEvent.change(calendar, { target: { value: '2026-11-01' } });
    expect(screen.getByLabelText<HTMLInputElement>(/^Start/).value).toBe('2026-11-01');
    expect(shownFormula()).toContain('DATE(2026,11,1)');
  });

  it('says what is wrong when the field is left, not while somebody types', async () => {
    const { user } = await renderFilled();
    await user.type(screen.getByLabelText('Locales'), 'english');
    expect(screen.queryByText(/^Locale can't be "english"\. Enter a locale such as en-US\.$/)).toBeNull();
    await user.tab();
    expect(screen.getByText(/^Locale can't be "english"\. Enter a locale such as en-US\.$/)).toBeTruthy();
    expect(screen.getByText('Check Locales to continue.')).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('is as it was after signing out and in', async () => {
    const { session } = await renderFilled();
    become(session, { kind: 'signed-out' });
    become(session, signedIn);
    expect(skillField().value).toBe(skillId);
  });
});

describe('Insert', () => {
  it('shows what is missing and moves the focus there', async () => {
    const { user, cells } = renderApp(signedIn);
    await user.click(insertButton());
    expect(cells.inserted).toEqual([]);
    expect(document.activeElement).toBe(skillField());
    expect(screen.getByText('Choose a skill, or paste its ID.')).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('opens the further options where the problem is one of theirs', async () => {
    const { user } = await renderFilled();
    const more = screen.getByRole('button', { name: 'More options' });
    await user.click(more);
    await user.type(screen.getByLabelText('Row limit'), 'many');
    await user.click(more);
    await user.click(insertButton());
    expect(document.activeElement).toBe(screen.getByLabelText('Row limit'));
  });

  it('writes the formula once, says so meanwhile, and names the cell', async () => {
    const { user, cells } = await renderFilled();
    await user.click(insertButton());
    expect(screen.getByRole('button', { name: 'Inserting…' })).toBeTruthy();
    await user.type(skillField(), '{Enter}');
    const formula = `=SKILLMETRICS("${skillId}","totalSessions","last 28 days")`;
    expect(cells.inserted).toEqual([{ content: { kind: 'formula', formula, chart: false }, at: 'Sheet1!A1' }]);
    act(() => cells.settle.resolve('Sheet1!B4'));
    await waitFor(() => expect(said()).toContain('Inserted in Sheet1!B4.'));
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(said()).not.toContain('Inserted');
  });

  it('says why Excel would not have it, and can be tried again', async () => {
    const { user, cells } = await renderFilled();
    await user.click(insertButton());
    const failure = { code: 'rejected', message: 'The sheet is protected.', advice: 'Unprotect it.' } as const;
    act(() => cells.settle.reject(new FailureError(failure)));
    await waitFor(() =>
      expect(screen.getByRole('alert').textContent).toContain('The sheet is protected. Unprotect it.'),
    );
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(insertButton());
    expect(cells.inserted).toHaveLength(2);
  });
});

describe('the outcome of Insert', () => {
  it('goes when the form asks something else', async () => {
    const { user, cells } = await renderFilled();
    await user.click(insertButton());
    act(() => cells.settle.resolve('Sheet1!B4'));
    await waitFor(() => expect(said()).toContain('Inserted in Sheet1!B4.'));
    await user.selectOptions(screen.getByLabelText('Period'), 'PT1H');
    expect(said()).not.toContain('Inserted');
  });
});

describe('Copy', () => {
  it('puts the formula on the clipboard', async () => {
    const { user, copied } = await renderFilled();
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(copied).toEqual([shownFormula()]);
    expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy();
  });

  it('leaves the formula selected where the clipboard is denied', async () => {
    const { user } = await renderFilled({ denyCopy: true });
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    const formula = screen.getByLabelText<HTMLTextAreaElement>('Formula');
    expect(document.activeElement).toBe(formula);
    expect(formula.selectionEnd - formula.selectionStart).toBe(formula.value.length);
    expect(screen.getByRole('button', { name: 'Press Ctrl+C' })).toBeTruthy();
  });
});
