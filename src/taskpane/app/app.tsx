import { FluentProvider, makeStaticStyles, makeStyles, tokens } from '@fluentui/react-components';
import {
  Component,
  type ReactNode,
  type RefObject,
  Suspense,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { failureOf } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { CellEditing } from '../../office/excel/run';
import { logError } from '../../office/lib/report-failure';
import type { ClientSession } from '../../office/relay/session/session';
import type { Startup } from '../../office/storage/startup';
import type { Cells } from '../../office/workbook/cells';
import { SigningIn } from '../features/account/signing-in';
import { Welcome } from '../features/account/welcome';
import { ActivitySection } from '../features/activity/activity-section';
import { useActivity } from '../features/activity/use-activity';
import { useFormState } from '../features/editing/use-form-state';
import { useInsertion } from '../features/insert/use-insertion';
import { useOnline, useSession } from '../hooks/use-session';
import { type ThemeSource, useTheme } from '../hooks/use-theme';
import { keyOfForm } from '../model/form';
import { Notice } from '../ui/message-bar';
import { PaneHeader } from '../ui/pane-header';
import { Spinner } from '../ui/spinner';
import { FormulaActionNotice, type PaneActions } from './formula-actions';
import { AccountView, type AccountViewProps } from './loaded/account-view';
import { OfflineNotice, type PaneWorkbook, RefreshNotice, TypingNotice } from './notices';
import { type LoadRefreshViews, RefreshProgress, WorkbookChoices } from './refresh-views';
import { Workspace, type WorkspaceDeps } from './workspace';

/**
 * Moves the focus to where people go on in each view that follows another: to the first field of a form, else to the
 * heading. The view that comes up by itself after the pane's start takes no focus: people may be typing in a cell.
 */
const useViewFocus = <T extends HTMLElement>(view: string, start: string): RefObject<T | null> => {
  const root = useRef<T>(null);
  const shown = useRef(view);
  useEffect(() => {
    const before = shown.current;
    shown.current = view;
    if (before === view || before === start) return;
    const field = root.current?.querySelector<HTMLElement>('[data-first-field] input');
    (field ?? root.current?.querySelector<HTMLElement>('h1'))?.focus();
  }, [view, start]);
  return root;
};

const useRestoringStyles = makeStyles({
  root: { padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}` },
  spinner: { flexDirection: 'column', paddingTop: tokens.spacingVerticalXXL },
});

/** While the relay is asked who is signed in. */
const Restoring = (): ReactNode => {
  const styles = useRestoringStyles();
  return (
    <main className={styles.root}>
      <PaneHeader heading="Skill metrics" topic="start" />
      <Spinner className={styles.spinner} label="Getting ready…" role="status" />
    </main>
  );
};

/** Says so where drawing the pane itself fails, in place of an empty pane. */
class CrashGuard extends Component<{ readonly children: ReactNode }, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    return 'error' in this.state ? <Notice failure={failureOf(this.state.error)} /> : this.props.children;
  }
}

export interface AppProps {
  readonly session: ClientSession;
  readonly cells: Cells;
  readonly editing: CellEditing;
  readonly startup: Startup;
  readonly sources: WorkspaceDeps;
  readonly workbook: PaneWorkbook;
  readonly loadRefreshViews: LoadRefreshViews;
  readonly loadAccount: AccountViewProps['load'];
  readonly actions: PaneActions;
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

const View = (props: AppProps): ReactNode => {
  const { session, cells, editing, startup, sources, workbook, actions, loadRefreshViews, loadAccount, now, copy } =
    props;
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
  /** The account that has signed out. */
  const [left, setLeft] = useState<string>();
  const root = useViewFocus<HTMLDivElement>(state.kind === 'signing-in' && state.lost ? 'lost' : state.kind, 'unknown');

  const signIn = (): void => {
    setLeft(undefined);
    void session.signIn();
  };
  const leave = (end: () => Promise<void>): void => {
    forget();
    if (state.kind === 'signed-in') setLeft(state.account.id);
    void end();
  };
  const finish = (code: string): Promise<void> => {
    setLeft(undefined);
    return session.finishWithCode(code);
  };
  const view = (): ReactNode => {
    switch (state.kind) {
      case 'unknown':
        return <Restoring />;
      case 'signed-out':
        return (
          <>
            <Welcome
              reason={state.reason}
              left={left !== undefined}
              onSignIn={signIn}
              onRetry={() => session.restore()}
            />
            {/* A cell's error says that you're not signed in; an older number doesn't, so it is listed. */}
            <ActivitySection {...workProps} work={{ ...work, running: [], failed: [] }} onForget={() => undefined} />
          </>
        );
      case 'signing-in':
        return (
          <SigningIn state={state} onSignIn={signIn} onCancel={() => void session.cancelSignIn()} onCode={finish} />
        );
      case 'signed-in':
        return (
          <>
            {state.problem === undefined ? null : <Notice failure={state.problem} />}
            <Workspace
              key={state.account.id}
              sources={sources}
              cells={cells}
              account={state.account}
              open={open}
              {...workProps}
              inserter={inserter}
              leaving={left === state.account.id && state.problem === undefined}
              onChange={(change) => open.step({ kind: 'changed', change })}
              onStep={open.step}
              onCopy={copy}
              choices={
                <>
                  <AccountView
                    load={loadAccount}
                    session={session}
                    state={state}
                    failed={sources.failed}
                    now={now}
                    onChange={() => setLeft(undefined)}
                    onSignOutEverywhere={() => leave(() => session.signOutEverywhere())}
                    onCopy={copy}
                  />
                  <WorkbookChoices load={loadRefreshViews} workbook={workbook} startup={startup} />
                  <Suspense>
                    <actions.ActionButtons onAct={(...action) => void actions.act(...action)} />
                  </Suspense>
                </>
              }
              workbook={workbook}
              onSignOut={() => leave(() => session.signOut())}
            />
          </>
        );
    }
  };
  return (
    <div ref={root} className={styles.root}>
      <OfflineNotice online={useOnline()} />
      <TypingNotice waiting={useWaiting(editing)} />
      <RefreshNotice workbook={workbook} />
      <RefreshProgress load={loadRefreshViews} workbook={workbook} onGoTo={workProps.onGoTo} />
      <FormulaActionNotice actions={actions} onGoTo={workProps.onGoTo} />
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
