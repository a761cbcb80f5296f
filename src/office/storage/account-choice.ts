import { hostValue } from '../excel/host';
import type { AccountChoice } from '../relay/session/account-store';
import type { DocumentSettings } from './document-settings';

const key = 'skill-metrics-account';

/** Keeps the choice of an account in the workbook's settings; where those can't be changed, until it is closed. */
export const createAccountChoice = (settings: () => DocumentSettings | undefined): AccountChoice => {
  let chosen: string | undefined;
  return {
    get: () => chosen ?? settings()?.get(key),
    set: (accountId) => {
      chosen = accountId;
      settings()?.set(key, accountId);
      settings()?.saveAsync(() => undefined);
    },
  };
};

/** The choice of the workbook in the real Excel. */
export const accountChoice = createAccountChoice(() => hostValue(Office.context.document)?.settings);
