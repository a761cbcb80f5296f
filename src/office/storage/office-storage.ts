import { hostValue } from '../excel/host';
import type { KeyValueStorage } from '../relay/session/account-store';

/**
 * Office's storage; undefined in an Excel without it. Its methods may reject.
 * @see {@link https://learn.microsoft.com/javascript/api/office-runtime/officeruntime.storage | OfficeRuntime.Storage}
 */
export const officeStorage = (): KeyValueStorage | undefined =>
  typeof OfficeRuntime === 'undefined' ? undefined : OfficeRuntime.storage;

/**
 * The storage key for a name. It starts with Excel's partition key, since Excel may open the add-in under several
 * sites.
 */
export const storageKey = (name: string): string =>
  `${hostValue(Office.context.partitionKey) ?? ''}skill-metrics-${name}`;
