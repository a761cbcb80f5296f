// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSignInDialog } from '../../src/office/relay/session/sign-in-dialog';
import { createFakeDialogs, installOfficeEnums } from '../support/office/fake-dialog';
import { createManualClock } from '../support/office/manual-clock';

const html = readFileSync(path.join(import.meta.dirname, '../../src/dialog/dialog.html'), 'utf8');
const messages: [string, unknown][] = [];

/** The page as the relay answers it, with its script run. */
const open = async (attributes: Record<string, string>, onReady = (): Promise<void> => Promise.resolve()) => {
  document.documentElement.innerHTML = html.replace(/<!doctype html>|<script.*<\/script>/g, '');
  for (const name of document.body.getAttributeNames()) document.body.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes)) document.body.setAttribute(name, value);
  Object.assign(globalThis, {
    Office: {
      onReady,
      context: { ui: { messageParent: (text: string, options: unknown) => messages.push([text, options]) } },
    },
  });
  vi.resetModules();
  await import('../../src/dialog/dialog');
  await vi.advanceTimersByTimeAsync(0);
};

const shown = (): string =>
  [...document.querySelectorAll('section')]
    .filter(({ hidden }) => !hidden)
    .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())
    .join('|');

beforeEach(() => {
  messages.length = 0;
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

/** What the pane makes of the page's message. */
const heardByPane = (text: string): Promise<string> => {
  installOfficeEnums();
  const dialogs = createFakeDialogs('https://addin.example');
  const { code } = createSignInDialog(
    () => dialogs.ui,
    'https://addin.example',
    createManualClock().setTimer,
  )('x', () => undefined);
  dialogs.message(text);
  return code;
};

describe('the page on which sign-in ends', () => {
  it('hands the code to the pane, which understands it, and to no other origin', async () => {
    await open({ 'data-code': '7G4K-Q0ZD', 'data-words': 'amber tiger spoon' });
    expect(shown()).toContain('Returning to Excel');
    const [text, options] = messages[0] ?? ['', undefined];
    expect(options).toEqual({ targetOrigin: location.origin });
    expect(await heardByPane(text)).toBe('7G4K-Q0ZD');
  });

  const unheard = (): Promise<void> => new Promise(() => undefined);
  const button = (id: string): void => document.getElementById(id)?.click();

  it('offers a code where nobody closes the window, with a warning and the words of the pane, and shows none', async () => {
    await open({ 'data-code': '7G4K-Q0ZD', 'data-words': 'amber tiger spoon' }, unheard);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(messages).toEqual([]);
    expect(shown()).toContain('Only type this code into the Excel pane you opened yourself.');
    expect(shown()).toContain('Your pane shows these words: amber tiger spoon');
    expect(document.activeElement?.textContent).toBe('One more step');
    expect(document.body.textContent).not.toContain('7G4K-Q0ZD');
  });

  it('shows the code on request, for as long as it is valid', async () => {
    await open({ 'data-code': '7G4K-Q0ZD', 'data-words': 'amber tiger spoon' }, unheard);
    await vi.advanceTimersByTimeAsync(3_000);
    button('show');
    expect(shown()).toContain('Check that the pane shows the words amber tiger spoon.');
    expect(document.getElementById('code')?.textContent).toBe('7G4K-Q0ZD');
    expect(document.activeElement?.textContent).toBe('Enter this code in Excel');
    await vi.advanceTimersByTimeAsync(57_000);
    expect(shown()).toContain('The code has expired');
    expect(document.body.textContent).not.toContain('7G4K-Q0ZD');
  });

  it('copies the code', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    Object.assign(navigator, { clipboard: { writeText } });
    await open({ 'data-code': '7G4K-Q0ZD', 'data-words': 'amber tiger spoon' });
    await vi.advanceTimersByTimeAsync(3_000);
    button('show');
    button('copy');
    await vi.advanceTimersByTimeAsync(0);
    expect(writeText).toHaveBeenCalledWith('7G4K-Q0ZD');
    expect(document.getElementById('copied')?.textContent).toBe('Copied.');
  });

  it('says what went wrong, here and in the pane', async () => {
    await open({ 'data-error': 'access_denied', 'data-message': 'You did not allow <b>access</b>.' });
    expect(shown()).toContain('You did not allow <b>access</b>.');
    await expect(heardByPane(messages[0]?.[0] ?? '')).rejects.toMatchObject({ failure: { code: 'forbidden' } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(shown()).toContain("Sign-in didn't work");
  });

  it('tells people who open it by hand where to begin', async () => {
    await open({});
    expect(shown()).toContain('Nothing to do here');
    expect(messages).toEqual([]);
  });
});
