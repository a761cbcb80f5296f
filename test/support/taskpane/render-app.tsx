import { act, render, screen } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import type { SessionState } from '../../../src/office/relay/session/session';
import type { StartupMark } from '../../../src/office/storage/startup';
import { App } from '../../../src/taskpane/app/app';
import type { LoadedAccount } from '../../../src/taskpane/app/loaded/account-entry';
import { type FakeAccount, fakeAccount } from './fake-account';
import { type FakeCells, fakeCells } from './fake-cells';
import { type FakeEditing, fakeEditing, type FakeStartup, fakeStartup } from './fake-host';
import {
  ana,
  type CachedList,
  type FakeActions,
  fakeActions,
  type FakeDeps,
  type FakeSession,
  fakeSession,
  fakeSources,
  type FakeWorkbook,
  fakeWorkbook,
  now,
  skillId,
} from './fakes';

export interface Rendered {
  readonly session: FakeSession;
  readonly cells: FakeCells;
  readonly editing: FakeEditing;
  readonly startup: FakeStartup;
  readonly sources: FakeDeps;
  readonly workbook: FakeWorkbook;
  readonly actions: FakeActions;
  readonly account: FakeAccount;
  readonly user: UserEvent;
  readonly copied: string[];
}

export interface RenderOptions extends CachedList {
  readonly denyCopy?: boolean;
  readonly mark?: StartupMark;
}

/** Draws the pane in a state of the session. */
export const renderApp = (state: SessionState, { denyCopy = false, mark, ...listed }: RenderOptions = {}): Rendered => {
  const session = fakeSession(state);
  const cells = fakeCells();
  const sources = fakeSources(listed);
  const copied: string[] = [];
  const copy = (text: string): Promise<void> => {
    copied.push(text);
    return denyCopy ? Promise.reject(new DOMException('denied', 'NotAllowedError')) : Promise.resolve();
  };
  const theme = { read: () => undefined, subscribe: () => () => undefined };
  const workbook = fakeWorkbook();
  const loadRefreshViews = async () => ({
    ...(await import('../../../src/taskpane/features/refresh/refresh-views')),
    refreshChoice: workbook.choice,
  });
  const account = fakeAccount();
  const loadAccount = (): Promise<LoadedAccount> => Promise.resolve(account.loaded);
  const [editing, startup] = [fakeEditing(), fakeStartup(mark)];
  const actions = fakeActions();
  const parts = { session, cells, editing, startup, sources, workbook, actions };
  render(
    <App
      {...parts}
      loadRefreshViews={loadRefreshViews}
      loadAccount={loadAccount}
      theme={theme}
      now={() => now}
      copy={copy}
    />,
  );
  return { ...parts, account, user: userEvent.setup(), copied };
};

/** Draws the pane for somebody who is signed in and has entered a skill's ID. */
export const renderFilled = async (options?: RenderOptions): Promise<Rendered> => {
  const rendered = renderApp({ kind: 'signed-in', account: ana }, options);
  await rendered.user.click(screen.getByRole('combobox', { name: 'Skill' }));
  await rendered.user.paste(skillId);
  await rendered.user.keyboard('{Escape}');
  return rendered;
};

export const become = (session: FakeSession, state: SessionState): void => act(() => session.become(state));

/** What axe finds in the page; jsdom lays nothing out, so colours are the browser tests' to check. */
export const accessibilityFindings = async (): Promise<readonly string[]> => {
  const { violations } = await axe.run(document.body, {
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: false } },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};
