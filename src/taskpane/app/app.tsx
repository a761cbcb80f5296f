import { FluentProvider, makeStaticStyles, makeStyles } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import type { Instant } from '../../core/domain/instant';
import type { CellEditing } from '../../office/excel/run';
import { logError } from '../../office/lib/report-failure';
import type { ClientSession } from '../../office/session/session';
import type { Startup } from '../../office/storage/startup';
import type { Cells } from '../../office/workbook/cells';
import { SigningIn } from '../features/account/signing-in';
import { Welcome } from '../features/account/welcome';
import { ActivitySection } from '../features/activity/activity-section';
import { useActivity } from '../features/activity/use-activity';
import { useFormState } from '../features/editing/use-form-state';
import { useInsertion } from '../features/insert/use-insertion';
import { useOnline } from '../hooks/use-online';
import { useSession } from '../hooks/use-session';
import { type ThemeSource, useTheme } from '../hooks/use-theme';
import { useViewFocus } from '../hooks/use-view-focus';
import { keyOfForm } from '../model/form';
import { AskAgain } from './ask-again';
import { CrashGuard } from './crash-guard';
import { OfflineNotice, TypingNotice } from './offline-notice';
import { type PaneWorkbook, RefreshNotice } from './refresh-notice';
import { Restoring } from './restoring';
import { StartupChoice } from './startup-choice';
import { Workspace, type WorkspaceDeps } from './workspace';

export interface AppProps {
  readonly session: ClientSession;
  readonly cells: Cells;
  readonly editing: CellEditing;
  readonly startup: Startup;
  readonly sources: WorkspaceDeps;
  readonly workbook: PaneWorkbook;
  readonly theme: ThemeSource;
  readonly now: () => Instant;
  /** Puts a text on the clipboard; rejects where that is denied. */
  readonly copy: (text: string) => Promise<void>;
}

const useBodyStyles = makeStaticStyles([
  { body: { margin: 0 } },
  // What has the focus stays clear of the row that sticks to the top.
  '@media (min-height: 600px) { html { scroll-padding-top: 48px; } }',
]);
const useStyles = makeStyles({ root: { minHeight: '100vh' } });

/** Whether the add-in waits for the end of typing in a cell. */
const useWaiting = (editing: CellEditing): boolean =>
  useSyncExternalStore(
    (listener) => editing.subscribe(listener),
    () => editing.isWaitedFor(),
  );

const View = ({ session, cells, editing, startup, sources, workbook, now, copy }: AppProps): ReactNode => {
  const styles = useStyles();
  const state = useSession(session);
  const open = useFormState(cells);
  const inserter = useInsertion({
    cells,
    queries: sources.queries,
    onWritten: (form, cell) => open.step({ kind: 'written', form, cell }),
  });
  const work = useActivity(sources, cells);
  const workProps = {
    work,
    now: now(),
    onGoTo: (address: string) => void cells.select(address).catch(() => sources.failed.forget(address)),
    onRetry: (addresses: readonly string[]) => void workbook.retry(addresses).catch(logError),
    onEnter: (addresses: readonly string[]) => void workbook.enterAgain(addresses).catch(logError),
  };
  const asked = keyOfForm(open.formState.form);
  const { forget } = inserter;
  // How an insertion went is of no interest to a form that says something else.
  useEffect(() => forget(), [asked, forget]);
  const [left, setLeft] = useState(false);
  const root = useViewFocus<HTMLDivElement>(state.kind === 'signing-in' && state.lost ? 'lost' : state.kind, 'unknown');

  const signIn = (): void => {
    setLeft(false);
    void session.signIn();
  };
  const signOut = (): void => {
    forget();
    setLeft(true);
    void session.signOut();
  };
  const finish = (code: string): Promise<void> => {
    setLeft(false);
    return session.finishWithCode(code);
  };
  const view = (): ReactNode => {
    switch (state.kind) {
      case 'unknown':
        return <Restoring />;
      case 'signed-out':
        return (
          <>
            <Welcome reason={state.reason} left={left} onSignIn={signIn} onRetry={() => session.restore()} />
            {/* A cell's error says that you're not signed in; an older number doesn't, so it is listed. */}
            <ActivitySection {...workProps} work={{ ...work, running: [], failed: [] }} onForget={() => undefined} />
          </>
        );
      case 'signing-in':
        return <SigningIn state={state} onSignIn={signIn} onCancel={() => session.cancelSignIn()} onCode={finish} />;
      case 'signed-in':
        return (
          <Workspace
            key={state.account.id}
            sources={sources}
            account={state.account}
            open={open}
            {...workProps}
            inserter={inserter}
            leaving={left}
            onChange={(change) => open.step({ kind: 'changed', change })}
            onStep={open.step}
            onCopy={copy}
            startup={<StartupChoice startup={startup} />}
            askAgain={<AskAgain onAskAgain={() => void workbook.refresh('all')} />}
            onSignOut={signOut}
          />
        );
    }
  };
  return (
    <div ref={root} className={styles.root}>
      <OfflineNotice online={useOnline()} />
      <TypingNotice waiting={useWaiting(editing)} />
      <RefreshNotice workbook={workbook} />
      {view()}
    </div>
  );
};

/** The task pane: what it shows follows from who is signed in. */
export const App = (props: AppProps): ReactNode => {
  useBodyStyles();
  return (
    <FluentProvider theme={useTheme(props.theme)} dir={document.dir === 'rtl' ? 'rtl' : 'ltr'}>
      <CrashGuard>
        <View {...props} />
      </CrashGuard>
    </FluentProvider>
  );
};
