import { Button, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { type ReactNode, useEffect, useState } from 'react';
import { type Failure, failureOf, textOf } from '../../../../core/domain/failure';
import type { OpenSession, RecordedEvent } from '../../../../core/protocol/account';
import type { Account } from '../../../../core/protocol/stream';
import type { AccountDetailsClient } from '../../../../office/relay/session/account-details';
import { Disclosure } from '../../../ui/disclosure';
import { Notice } from '../../../ui/message-bar';
import { Spinner } from '../../../ui/spinner';
import { diagnosticsText, type HostFacts } from './diagnostics';
import { clockText, deviceText, eventText } from './event-text';

export interface AccountDetailsProps {
  readonly account: Account;
  /** Further accounts of this device. */
  readonly others: readonly Account[];
  readonly details: AccountDetailsClient;
  readonly host: () => HostFacts;
  readonly failed: () => readonly { readonly address: string; readonly failure: Failure }[];
  readonly now: () => number;
  readonly onUse: (accountId: string) => void;
  readonly onAdd: () => void;
  readonly onSignOutEverywhere: () => void;
  /** Puts a text on the clipboard; rejects where that is denied. */
  readonly onCopy: (text: string) => Promise<void>;
}

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXS, justifyItems: 'start', width: '100%' },
  list: { display: 'grid', gap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none', width: '100%' },
  row: {
    display: 'grid',
    gridTemplateColumns: '1fr auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    overflowWrap: 'anywhere',
  },
  words: { display: 'grid' },
  quiet: { color: tokens.colorNeutralForeground3 },
  section: { display: 'grid', gap: tokens.spacingVerticalS, justifyItems: 'start', width: '100%' },
});

type ListState<T> = { readonly items: readonly T[] } | { readonly failure: Failure } | undefined;

/** Loads a list each time `turn` changes. */
const useList = <T,>(load: () => Promise<readonly T[]>, turn: number): ListState<T> => {
  const [loaded, setLoaded] = useState<ListState<T>>();
  useEffect(() => {
    let wanted = true;
    load().then(
      (items) => wanted && setLoaded({ items }),
      (error: unknown) => wanted && setLoaded({ failure: failureOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [load, turn]);
  return loaded;
};

const nameOf = ({ name, email, id }: Account): string => name ?? email ?? id;

const Row = ({ text, caption, action }: { text: string; caption: string; action: ReactNode }): ReactNode => {
  const styles = useStyles();
  return (
    <li className={styles.row}>
      <span className={styles.words}>
        <Text>{text}</Text>
        <Caption1 className={styles.quiet}>{caption}</Caption1>
      </span>
      {action}
    </li>
  );
};

const Devices = ({ details, onSignOutEverywhere }: AccountDetailsProps): ReactNode => {
  const styles = useStyles();
  const [turn, setTurn] = useState(0);
  const [ending, setEnding] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const [load] = useState(() => () => details.devices());
  const loaded = useList<OpenSession>(load, turn);
  if (loaded === undefined) return <Spinner label="Loading devices…" role="status" />;
  if ('failure' in loaded) return <Notice failure={loaded.failure} />;
  const end = async (id: string): Promise<void> => {
    setEnding(id);
    setProblem(undefined);
    try {
      await details.endDevice(id);
    } catch (error) {
      setProblem(failureOf(error));
    }
    setEnding(undefined);
    setTurn(turn + 1);
  };
  return (
    <div className={styles.section}>
      <ul className={styles.list} aria-label="Devices">
        {loaded.items.map((device) => (
          <Row
            key={device.id}
            text={deviceText(device)}
            caption={`Last used ${clockText(device.lastUsedAt)}`}
            action={
              device.current ? null : (
                <Button
                  size="small"
                  aria-label={`Sign out ${deviceText(device)}, signed in ${clockText(device.signedInAt)}`}
                  disabledFocusable={ending !== undefined}
                  onClick={() => void end(device.id)}
                >
                  {ending === device.id ? 'Signing out…' : 'Sign out'}
                </Button>
              )
            }
          />
        ))}
      </ul>
      {problem === undefined ? null : <Notice failure={problem} />}
      {loaded.items.length > 1 ? (
        <Button size="small" onClick={onSignOutEverywhere}>
          Sign out on all devices
        </Button>
      ) : null}
    </div>
  );
};

const Activity = ({ details }: AccountDetailsProps): ReactNode => {
  const styles = useStyles();
  const [load] = useState(() => () => details.activity());
  const loaded = useList<RecordedEvent>(load, 0);
  if (loaded === undefined) return <Spinner label="Loading your activity…" role="status" />;
  if ('failure' in loaded) return <Notice failure={loaded.failure} />;
  if (loaded.items.length === 0) return <Caption1>Nothing is recorded.</Caption1>;
  return (
    <ul className={styles.list} aria-label="Your activity">
      {loaded.items.map((event, at) => (
        <Row key={at} text={eventText(event)} caption={clockText(event.at)} action={null} />
      ))}
    </ul>
  );
};

const settledOr = <T,>(work: Promise<T>): Promise<T | Failure> => work.catch((error: unknown) => failureOf(error));

const Diagnostics = ({ account, details, host, failed, now, onCopy }: AccountDetailsProps): ReactNode => {
  const styles = useStyles();
  const [state, setState] = useState<'none' | 'busy' | 'copied' | Failure>('none');
  const copy = async (): Promise<void> => {
    setState('busy');
    try {
      const [probe, devices, activity] = await Promise.all([
        settledOr(details.probe()),
        settledOr(details.devices()),
        settledOr(details.activity()),
      ]);
      const facts = { at: now(), host: host(), accountId: account.id, probe, devices, activity, failed: failed() };
      await onCopy(diagnosticsText(facts));
      setState('copied');
    } catch {
      setState({
        code: 'forbidden',
        message: "The diagnostics couldn't be copied.",
        advice: 'Allow this page to use the clipboard, then try again.',
      });
    }
  };
  return (
    <div className={styles.section}>
      <Button size="small" icon={<CopyRegular />} disabledFocusable={state === 'busy'} onClick={() => void copy()}>
        {state === 'busy' ? 'Collecting…' : 'Copy diagnostics'}
      </Button>
      <Caption1 role="status" className={styles.quiet}>
        {state === 'copied'
          ? 'Copied. Paste the text into your message to support.'
          : typeof state === 'object'
            ? textOf(state)
            : 'Versions, IDs, and timings for support; no keys and no numbers.'}
      </Caption1>
    </div>
  );
};

/** The accounts of this device, the devices of the account, what it has done, and facts for support. */
export const AccountDetails = (props: AccountDetailsProps): ReactNode => {
  const { others, onUse, onAdd } = props;
  const styles = useStyles();
  const [open, setOpen] = useState<'devices' | 'activity'>();
  const toggle = (which: 'devices' | 'activity') => (shown: boolean) => setOpen(shown ? which : undefined);
  return (
    <div className={styles.root}>
      {others.length === 0 ? null : (
        <ul className={styles.list} aria-label="Other accounts">
          {others.map((other) => (
            <Row
              key={other.id}
              text={nameOf(other)}
              caption={other.email !== undefined && other.email !== nameOf(other) ? other.email : 'Signed in here, too'}
              action={
                <Button size="small" aria-label={`Use here: ${nameOf(other)}`} onClick={() => onUse(other.id)}>
                  Use here
                </Button>
              }
            />
          ))}
        </ul>
      )}
      <Button size="small" icon={<AddRegular />} onClick={onAdd}>
        Add an account
      </Button>
      <Disclosure label="Devices" open={open === 'devices'} onToggle={toggle('devices')}>
        <Devices {...props} />
      </Disclosure>
      <Disclosure label="Your activity" open={open === 'activity'} onToggle={toggle('activity')}>
        <Activity {...props} />
      </Disclosure>
      <Diagnostics {...props} />
    </div>
  );
};
