import type { Instant } from '../../../core/domain/instant';
import { relativeChange, type TableChange } from '../../../core/tables/compare-tables';
import type { RefreshScope, RefreshSummary } from '../../../office/refresh/refresh-status';

const counted = new Intl.NumberFormat('en');
const amount = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });

const some = (count: number, one: string): string => `${counted.format(count)} ${one}${count === 1 ? '' : 's'}`;

const clockOf = (instant: Instant): string =>
  new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);

/** How far a refresh is, such as "37 of 214 formulas". */
export const progressOf = (done: number, total: number): string =>
  `${counted.format(done)} of ${some(total, 'formula')}`;

const where: Readonly<Record<RefreshScope, string>> = {
  cell: 'in this cell',
  selection: 'in the selection',
  sheet: 'on this sheet',
  workbook: 'in this workbook',
  everything: 'in this workbook',
};

const countsOf = (summary: RefreshSummary): string => {
  const { total, done, kept, failed, cancelled, requests } = summary;
  if (total === 0) return `No formulas ${where[summary.scope]}`;
  return [
    cancelled ? `Cancelled: ${progressOf(done, total)} refreshed` : some(total, 'formula'),
    some(requests, 'request'),
    ...(kept === 0 ? [] : [`${counted.format(kept)} kept ${kept === 1 ? 'its old value' : 'their old values'}`]),
    ...(failed === 0 ? [] : [`${counted.format(failed)} ${failed === 1 ? 'shows' : 'show'} an error`]),
  ].join(' · ');
};

/** What a refresh came to, such as "214 formulas · 9 requests · 3 kept their old values · 12:03". */
export const summaryOf = (summary: RefreshSummary): string => `${countsOf(summary)} · ${clockOf(summary.at)}`;

/** How much has changed, such as "+2.2 %"; undefined where there was nothing before. */
const shareOf = (change: TableChange): string | undefined => {
  const share = relativeChange(change);
  return Number.isFinite(share) ? percent.format(share).replace('%', '\u00a0%') : undefined;
};

/**
 * How a formula's numbers have changed: of a total, from which to which number; of a series, by how much in the rows that it
 * had before. A sum of rows is no number that people know, and no metric has to add up.
 */
export const changeText = (change: TableChange): string => {
  const { label, before, after, rows } = change;
  const share = shareOf(change);
  if (rows === undefined)
    return `${amount.format(before)} → ${amount.format(after)}${share === undefined ? '' : ` (${share})`}`;
  const name = label === undefined ? '' : `${label}: `;
  const over = rows === 1 ? 'in 1 row' : `over ${counted.format(rows)} rows`;
  return `${name}${share ?? 'was 0'} ${over}`;
};
