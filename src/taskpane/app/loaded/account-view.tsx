import { Caption1 } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { type Failure, failureOf, textOf } from '../../../core/domain/failure';
import type { ClientSession, SignedInState } from '../../../office/relay/session/session';
import type { ActivityDeps } from '../../features/activity/use-activity';
import type { LoadedAccount } from './account-entry';

export interface AccountViewProps {
  readonly load: () => Promise<LoadedAccount>;
  readonly session: ClientSession;
  readonly state: SignedInState;
  readonly failed: ActivityDeps['failed'];
  readonly now: () => number;
  /** Called before another account is used or added. */
  readonly onChange: () => void;
  readonly onSignOutEverywhere: () => void;
  readonly onCopy: (text: string) => Promise<void>;
}

/** The part of the account's card that loads when the card is first opened. */
export const AccountView = ({
  load,
  session,
  state,
  failed,
  onChange,
  onSignOutEverywhere,
  ...props
}: AccountViewProps): ReactNode => {
  const [loaded, setLoaded] = useState<LoadedAccount>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    load().then(setLoaded, (error: unknown) => setFailure(failureOf(error)));
  }, [load]);
  if (failure !== undefined) return <Caption1 role="status">{textOf(failure)}</Caption1>;
  if (loaded === undefined) return null;
  const { View, details, host } = loaded;
  return (
    <View
      account={state.account}
      others={state.others ?? []}
      details={details}
      host={host}
      failed={failed.list}
      onUse={(accountId) => {
        onChange();
        void session.useAccount(accountId);
      }}
      onAdd={() => {
        onChange();
        void session.addAccount();
      }}
      onSignOutEverywhere={onSignOutEverywhere}
      {...props}
    />
  );
};
