/** Which names, such as locales or intents, account for the change of a total. */

/** A name's value before and after; `undefined` on a side where Amazon gives none, which counts as 0. */
export interface NameValues {
  readonly name: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** What a part of the total has to do with its change. */
interface Part {
  readonly before: number;
  readonly after: number;
  /** `after` less `before`, in the metric's unit. */
  readonly change: number;
  /**
   * Its part of the total's change; all of them add up to 1. It is negative for a part that went the other way, and then
   * others exceed 1. `undefined` if the total didn't change.
   */
  readonly share: number | undefined;
}

/** How much a name accounts for. */
export interface Contribution extends Part {
  readonly name: string;
  /** Whether it had nothing before, or has nothing after. Left out otherwise. */
  readonly isNewOrGone?: 'new' | 'gone';
}

/** A change and what accounts for it. The parts add up to the total: `before`, `after`, and `change`. */
export interface Contributions {
  readonly total: Omit<Part, 'share'>;
  /** The largest change first, whether up or down; then by name. */
  readonly names: readonly Contribution[];
  /** What the names don't account for, together. Left out if there is nothing. */
  readonly others?: Part & {
    /** How many names were left out of `names`; the rest of the total has no name. */
    readonly count: number;
  };
}

/** What limits and completes a list of contributions. */
export interface ContributionOptions {
  /** How many names to list. Default all. */
  readonly limit?: number;
  /** The total, if it holds more than the names do. Default the sum of the names. */
  readonly total?: { readonly before: number; readonly after: number };
}

const sum = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

const partOf = (before: number, after: number, totalChange: number): Part => ({
  before,
  after,
  change: after - before,
  share: totalChange === 0 ? undefined : (after - before) / totalChange,
});

const newOrGone = ({ before, after }: Part): Pick<Contribution, 'isNewOrGone'> => {
  if (before === 0 && after !== 0) return { isNewOrGone: 'new' };
  return before !== 0 && after === 0 ? { isNewOrGone: 'gone' } : {};
};

const byChange = (one: Contribution, other: Contribution): number =>
  Math.abs(other.change) - Math.abs(one.change) || (one.name < other.name ? -1 : 1);

/**
 * What accounts for the change of a total. It makes sense only for metrics that add up over the names: a rate of the whole
 * is not the sum of its parts' rates.
 *
 * @param values each name once
 *
 * @example
 * ```ts
 * contributionsOf([
 *   { name: 'en-US', before: 100, after: 160 },
 *   { name: 'de-DE', before: 50, after: 30 },
 * ]);
 * // total: 150 → 190, change 40; en-US: change 60, share 1.5; de-DE: change -20, share -0.5
 * ```
 */
export const contributionsOf = (
  values: readonly NameValues[],
  { limit = values.length, total: given }: ContributionOptions = {},
): Contributions => {
  const before = given?.before ?? sum(values.map((value) => value.before));
  const after = given?.after ?? sum(values.map((value) => value.after));
  const total = { before, after, change: after - before };
  const all = values
    .map(({ name, ...value }): Contribution => {
      const part = partOf(value.before ?? 0, value.after ?? 0, total.change);
      return { name, ...part, ...newOrGone(part) };
    })
    .sort(byChange);
  const names = all.slice(0, limit);
  const restBefore = before - sum(names.map((one) => one.before));
  const restAfter = after - sum(names.map((one) => one.after));
  const count = all.length - names.length;
  const hasOthers = count > 0 || restBefore !== 0 || restAfter !== 0;
  return { total, names, ...(hasOthers ? { others: { ...partOf(restBefore, restAfter, total.change), count } } : {}) };
};
