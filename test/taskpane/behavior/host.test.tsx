// @vitest-environment jsdom
import '../../support/taskpane/dom';
import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ana } from '../../support/taskpane/fakes';
import { accessibilityFindings, renderApp } from '../../support/taskpane/render-app';

const signedIn = { kind: 'signed-in', account: ana } as const;

describe('while a cell is being edited', () => {
  it('the pane says what it waits for, and stops saying so', () => {
    const { editing } = renderApp(signedIn);
    act(() => editing.become(true));
    expect(screen.getByText(/Press Enter or Esc in the sheet/)).toBeDefined();
    act(() => editing.become(false));
    expect(screen.queryByText(/Press Enter or Esc in the sheet/)).toBeNull();
  });
});

describe('the mark that starts the add-in with the workbook', () => {
  it('can be taken off and put on again beside the account', async () => {
    const { startup, user } = renderApp(signedIn, { mark: 'marked' });
    await user.click(screen.getByRole('button', { name: /^Account/ }));
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(await screen.findByRole('button', { name: "Don't start with this workbook" }));
    await user.click(await screen.findByRole('button', { name: 'Start with this workbook' }));
    expect(startup.chosen).toEqual([false, true]);
  });

  it.each(['unmarked', undefined] as const)('is not offered where it is %s', async (mark) => {
    const { user } = renderApp(signedIn, mark === undefined ? {} : { mark });
    await user.click(screen.getByRole('button', { name: /^Account/ }));
    expect(screen.queryByRole('button', { name: /start with this workbook/i })).toBeNull();
  });
});
