/** What loads when somebody first opens the account's card. */
import type { ComponentType } from 'react';
import { excelVersion } from '../../../office/excel/host';
import { type AccountDetailsClient, officeAccountDetails } from '../../../office/relay/session/account-details';
import type { ClientSession } from '../../../office/relay/session/session';
import { AccountDetails as View, type AccountDetailsProps } from '../../features/account/details/account-details';
import type { HostFacts } from '../../features/account/details/diagnostics';

/** Replaced by the build. */
declare const ADD_IN_VERSION: string;

/** The view of an account, and where its facts come from. */
export interface LoadedAccount {
  readonly View: ComponentType<AccountDetailsProps>;
  readonly details: AccountDetailsClient;
  readonly host: () => HostFacts;
}

/** Composes the view for the real Excel. */
export const composeAccount = (session: Pick<ClientSession, 'bearer'>): LoadedAccount => ({
  View,
  details: officeAccountDetails(session),
  host: () => ({
    addIn: ADD_IN_VERSION,
    excel: excelVersion(),
    browser: navigator.userAgent,
    language: navigator.language,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }),
});
