import { textOf } from '../../../core/domain/failure';
import { formatInstant, type Instant } from '../../../core/domain/instant';
import type { StaleCell } from '../../../office/cells/last-results';

/** Cells that show an older answer for one and the same reason. */
export interface StaleGroup {
  readonly addresses: readonly string[];
  /** Since when, why, and what they show. */
  readonly text: string;
}

const clockOf = (instant: Instant, now: Instant): string => {
  const today = new Date(instant).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat('en', {
    ...(today ? {} : { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant);
};

const momentOf = (instant: Instant): string =>
  formatInstant(instant)
    .slice(0, 16)
    .replace(/T00:00$/, '')
    .replace('T', ' ');

const textFor = ({ since, failure, range }: StaleCell, now: Instant): string => {
  const shown =
    range === undefined ? '' : ` Still shows ${momentOf(range.startTime)} to ${momentOf(range.endTime)} (UTC).`;
  return `Not refreshed since ${clockOf(since, now)}: ${textOf(failure)}${shown}`;
};

export const staleGroups = (cells: readonly StaleCell[], now: Instant): readonly StaleGroup[] => {
  const groups = new Map<string, string[]>();
  for (const cell of cells) {
    const text = textFor(cell, now);
    const addresses = groups.get(text) ?? [];
    if (!addresses.includes(cell.address)) addresses.push(cell.address);
    groups.set(text, addresses);
  }
  return [...groups].map(([text, addresses]) => ({ text, addresses }));
};
