import type { KeyValueStorage } from '../session/token-store';
import { hostValue } from '../excel/host';

/** Office's storage; undefined in an Excel without it. */
export const officeStorage = (): KeyValueStorage | undefined =>
  typeof OfficeRuntime === 'undefined' ? undefined : OfficeRuntime.storage;

/** The name under which the storage keeps something for the add-in: Excel may open the add-in under several parent sites. */
export const storageKey = (name: string): string =>
  `${hostValue(Office.context.partitionKey) ?? ''}skill-metrics-${name}`;
