// @vitest-environment jsdom
import '../../support/taskpane/dom';
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/core/domain/failure';
import { ana, unreachable } from '../../support/taskpane/fakes';
import { accessibilityFindings, become, renderApp } from '../../support/taskpane/render-app';

const closed: Failure = { code: 'cancelled', message: 'The window was closed.', advice: 'Sign in again.' };
const ended: Failure = { code: 'sign_in_required', message: 'Nobody is signed in.', advice: 'Open the pane.' };

describe('before it is known who is signed in', () => {
  it('asks once and says that it is busy', async () => {
    const { session } = renderApp({ kind: 'unknown' });
    expect(session.calls).toEqual(['restore']);
    expect(screen.getByRole('status').textContent).toContain('Getting ready');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('takes no focus when the answer comes: people may be typing in a cell', () => {
    const { session } = renderApp({ kind: 'unknown' });
    become(session, { kind: 'signed-in', account: ana });
    expect(document.activeElement).toBe(document.body);
  });
});

describe('signed out', () => {
  it('says what will be asked and signs in with one press', async () => {
    const { session, user } = renderApp({ kind: 'signed-out' });
    expect(screen.getByText(/It can change nothing/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Sign in with Amazon' }));
    expect(session.calls).toContain('signIn');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('says why the last attempt failed and what to do', async () => {
    renderApp({ kind: 'signed-out', reason: closed });
    expect(screen.getByRole('alert').textContent).toContain('The window was closed. Sign in again.');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it("offers to try again when the server can't be reached", async () => {
    const { session, user } = renderApp({ kind: 'signed-out', reason: unreachable });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(session.calls).toEqual(['restore', 'restore']);
    expect(await accessibilityFindings()).toEqual([]);
  });
});

describe('signing in', () => {
  it('moves the focus to the heading and can be cancelled', async () => {
    const { session, user } = renderApp({ kind: 'signed-out' });
    become(session, { kind: 'signing-in' });
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(session.calls).toContain('cancelSignIn');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('ends in the first field of the form', () => {
    const { session } = renderApp({ kind: 'signing-in' });
    become(session, { kind: 'signed-in', account: ana });
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Skill' }));
  });

  it('takes a code from a window that Excel has lost sight of, to be compared by its words, or opens another', async () => {
    const { session, user } = renderApp({ kind: 'signing-in', words: 'amber tiger spoon' });
    expect(screen.queryByText('amber tiger spoon')).toBeNull();
    become(session, { kind: 'signing-in', words: 'amber tiger spoon', lost: true });
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    expect(screen.getByText('amber tiger spoon')).toBeTruthy();
    await user.type(screen.getByLabelText('Code from the sign-in window'), ' WXYZ-1234 {Enter}');
    expect(session.calls).toContain('finishWithCode WXYZ-1234');
    await user.click(screen.getByRole('button', { name: 'Sign in with Amazon' }));
    expect(session.calls).toContain('signIn');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('offers no code, and waits for no window of Amazon, before there is one', () => {
    renderApp({ kind: 'signing-in' });
    expect(screen.getByRole('heading', { name: 'Starting the sign-in' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Enter a code instead' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy();
  });

  it('shows at the field why a code did not do, until another is typed', async () => {
    const words = 'amber tiger spoon';
    const { session, user } = renderApp({ kind: 'signing-in', words });
    await user.click(screen.getByRole('button', { name: 'Enter a code instead' }));
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(screen.getByText('Enter the code that the window shows.')).toBeTruthy();
    const code = screen.getByLabelText('Code from the sign-in window');
    await user.type(code, 'WRONG{Enter}');
    const problem: Failure = { code: 'rejected', message: 'That code is not right.', advice: 'Check it.' };
    become(session, { kind: 'signing-in', words, problem });
    await waitFor(() => expect(code.getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getByText(/That code is not right/)).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
    await user.type(code, 'X');
    expect(screen.queryByText(/That code is not right/)).toBeNull();
  });
});

describe('signing out', () => {
  it('says what was forgotten and where Amazon lists the app', async () => {
    const { session, user } = renderApp({ kind: 'signed-in', account: ana });
    await user.click(screen.getByRole('button', { name: 'Account: Ana Lyst' }));
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Sign out' }));
    expect(session.calls).toContain('signOut');
    expect(screen.getByRole('button', { name: 'Signing out…' })).toBeTruthy();
    become(session, { kind: 'signed-out' });
    expect(screen.getByText("You're signed out.")).toBeTruthy();
    expect(screen.getByRole('link', { name: /Manage apps/ }).getAttribute('href')).toBe(
      'https://www.amazon.com/ap/adam',
    );
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('does not claim so when the session ended by itself', () => {
    const { session } = renderApp({ kind: 'signed-in', account: ana });
    become(session, { kind: 'signed-out', reason: ended });
    expect(screen.getByRole('alert').textContent).toContain(
      'Your sign-in has ended. Sign in again: the form and your cells are as you left them.',
    );
    expect(screen.queryByText("You're signed out.")).toBeNull();
  });
});
