import { type Failure, type FailureCode, textOf } from '../../../core/domain/failure';
import { formatInstant, type Instant } from '../../../core/domain/instant';
import type { FailedCell } from '../../../office/cells/failed-cells';
import type { StaleCell } from '../../../office/cells/last-results';

/** Cells that failed for one and the same reason. */
export interface FailureGroup {
  readonly addresses: readonly string[];
  readonly failure: Failure;
  readonly text: string;
}

/** Whether it was canceled, which isn't a failure. */
export const isCancelled = ({ failure }: Pick<FailedCell, 'failure'>): boolean => failure.code === 'cancelled';

/** Amazon's ids of requests differ from cell to cell. */
const causeOf = ({ code, message, advice }: Failure): string => [code, message, advice].join('\n');

const withoutRequest = ({ message, advice }: Failure): string => `${message} ${advice}`.trim();

/** One group for each cause, in the order of the latest cell of each; what was cancelled comes last. */
export const failureGroups = (cells: readonly FailedCell[]): readonly FailureGroup[] => {
  const byCause = new Map<string, FailedCell[]>();
  for (const cell of cells) {
    const cause = causeOf(cell.failure);
    byCause.set(cause, [...(byCause.get(cause) ?? []), cell]);
  }
  const groups = [...byCause.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const text = all.length === 1 ? textOf(first.failure) : withoutRequest(first.failure);
    return [{ addresses: all.map(({ address }) => address), failure: first.failure, text }];
  });
  return [...groups.filter((group) => !isCancelled(group)), ...groups.filter(isCancelled)];
};

/** What a person does about a cell that has no answer: edit its formula, or have it ask again. */
type NextStep = 'edit' | 'retry';

const steps: Readonly<Record<FailureCode, NextStep>> = {
  invalid_query: 'edit',
  rejected: 'edit',
  too_large: 'edit',
  not_found: 'edit',
  sign_in_required: 'retry',
  forbidden: 'retry',
  throttled: 'retry',
  unavailable: 'retry',
  bad_answer: 'retry',
  deadline_exceeded: 'retry',
  cancelled: 'retry',
  internal: 'retry',
};

export const nextStepOf = (code: FailureCode): NextStep => steps[code];

/** Cells that show an older answer for one and the same reason. */
interface StaleGroup {
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
  // A workbook doesn't tell when its values were fetched.
  const when = since === undefined ? '' : ` since ${clockOf(since, now)}`;
  return `Not refreshed${when}: ${textOf(failure)}${shown}`;
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
