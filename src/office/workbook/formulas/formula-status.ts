import type { Failure } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import { type Callers, placeKey } from '../../cells/callers';
import type { FailedCells } from '../../cells/failed-cells';
import type { LastResults, ShownResult } from '../../cells/last-results';
import type { Queries } from '../../queries/cell-functions';
import type { ListedFormula } from './list-formulas';

/** What has become of a formula. */
export type FormulaState =
  /** Its answer is on the way. */
  | { readonly kind: 'waiting' }
  /** It shows a value; one from before the add-in started, if it hasn't called since. */
  | { readonly kind: 'done' }
  /** It has no answer. The reason is unknown for an error from before the add-in started. */
  | { readonly kind: 'failed'; readonly failure?: Failure }
  /** It shows its last answer, because a new one is unavailable; how old that is may be unknown. */
  | { readonly kind: 'kept'; readonly since?: Instant; readonly failure: Failure }
  /** Excel has not called its functions. */
  | { readonly kind: 'not-calculated' };

/** How a formula is doing, and when its numbers were fetched. */
export interface FormulaStatus {
  readonly state: FormulaState;
  /** When the answer was fetched; absent when that was before the add-in started. */
  readonly fetchedAt?: Instant;
  /** Rows from here on can still change; absent if all are final, or it is unknown. */
  readonly provisionalFrom?: Instant;
}

/** The records of what cells do. */
export interface StatusDeps {
  readonly callers: Pick<Callers, 'since' | 'silent' | 'subscribe'>;
  readonly failed: Pick<FailedCells, 'all' | 'subscribe'>;
  readonly last: Pick<LastResults, 'list' | 'shown' | 'subscribe'>;
  readonly queries: Pick<Queries, 'running' | 'subscribe'>;
}

const placesOf = (addresses: Iterable<string>): ReadonlySet<string> => new Set([...addresses].map(placeKey));

/** Entries by cell; a later one replaces those before it. */
const byPlace = <T extends { readonly address: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [placeKey(one.address), one]));

const shownByPlace = (all: readonly ShownResult[]): ReadonlyMap<string, readonly ShownResult[]> => {
  const places = new Map<string, ShownResult[]>();
  for (const one of all) {
    const key = placeKey(one.address);
    const known = places.get(key);
    if (known === undefined) places.set(key, [one]);
    else known.push(one);
  }
  return places;
};

const isGiven = (instant: Instant | undefined): instant is Instant => instant !== undefined;

/** The results of a formula's latest calls: earlier ones may be of a formula that stood there before. */
const timesOf = (all: readonly ShownResult[], calls: number): Omit<FormulaStatus, 'state'> => {
  const latest = [...all].sort((one, other) => other.turn - one.turn).slice(0, Math.max(1, calls));
  const provisional = latest.map(({ provisionalFrom }) => provisionalFrom).filter(isGiven);
  return {
    ...(latest.length === 0 ? {} : { fetchedAt: Math.min(...latest.map(({ asOf }) => asOf)) }),
    ...(provisional.length === 0 ? {} : { provisionalFrom: Math.min(...provisional) }),
  };
};

/** Gives the status of a formula that makes so many calls. */
export type StatusOf = (formula: ListedFormula, calls: number) => FormulaStatus;

/** Reads the records once, for the statuses of many formulas. A defined name has no status of its own: it is `done`. */
export const readStatuses = ({ callers, failed, last, queries }: StatusDeps): StatusOf => {
  const silent = placesOf(callers.silent());
  const called = placesOf(callers.since(0));
  const running = placesOf(queries.running().flatMap(({ addresses }) => addresses));
  const failures = byPlace(failed.all());
  const stale = byPlace(last.list());
  const shown = shownByPlace(last.shown());

  const stateOf = (key: string, shows: ListedFormula['shows'], isAnswered: boolean): FormulaState => {
    if (silent.has(key)) return { kind: 'not-calculated' };
    if (running.has(key)) return { kind: 'waiting' };
    const failure = failures.get(key)?.failure;
    if (failure !== undefined) return { kind: 'failed', failure };
    const shown = stale.get(key);
    if (shown !== undefined)
      return { kind: 'kept', failure: shown.failure, ...(shown.since === undefined ? {} : { since: shown.since }) };
    if (isAnswered || shows === 'value') return { kind: 'done' };
    if (called.has(key)) return { kind: 'waiting' };
    return shows === 'unknown-name' ? { kind: 'not-calculated' } : { kind: 'failed' };
  };
  return ({ at, shows }, calls) => {
    if (at.kind === 'name') return { state: { kind: 'done' } };
    const key = placeKey(at.address);
    const results = shown.get(key) ?? [];
    const state = stateOf(key, shows, results.length > 0);
    const times = timesOf(results, calls);
    return {
      state,
      ...times,
      ...(state.kind === 'kept' && state.since !== undefined ? { fetchedAt: state.since } : {}),
    };
  };
};
