/** What to make of an intent or locale of which Amazon has nothing but zeros. */
import { closest, distance } from 'fastest-levenshtein';
import type { Problem } from '../../../core/domain/failure';
import type { Series } from '../../../core/query/question';

export type Argument = 'intent' | 'locale';

const isNothing = ({ values }: Series): boolean => values.every((value) => value === 0);

/** The names of one argument of which all columns are zeros, or empty: Amazon says no more of a name that it does not know. */
export const doubtful = (series: readonly Series[], argument: Argument): readonly string[] => {
  const names = new Set(series.flatMap((one) => one[argument] ?? []));
  return [...names].filter((name) => series.filter((one) => one[argument] === name).every(isNothing));
};

/** What a doubtful name turns out to be. */
export type Verdict =
  | { readonly kind: 'known' }
  /** Written in another case than the skill's. */
  | { readonly kind: 'meant'; readonly name: string }
  | { readonly kind: 'wrong'; readonly problem: Problem };

const shown = 10;

const alternatives = (argument: Argument, name: string, names: readonly string[]): string => {
  const near = closest(
    name.toLowerCase(),
    names.map((one) => one.toLowerCase()),
  );
  const found = names.find((one) => one.toLowerCase() === near);
  if (found !== undefined && distance(name.toLowerCase(), near) <= Math.max(2, name.length / 4))
    return `did you mean ${found}?`;
  const more = names.length > shown ? `, and ${names.length - shown} more` : '';
  return names.length === 0 ? `leave ${argument} out` : `it has ${names.slice(0, shown).join(', ')}${more}`;
};

export const judge = (argument: Argument, name: string, names: readonly string[]): Verdict => {
  if (names.includes(name)) return { kind: 'known' };
  const meant = names.find((one) => one.toLowerCase() === name.toLowerCase());
  if (meant !== undefined) return { kind: 'meant', name: meant };
  const hint = alternatives(argument, name, names);
  const accepted = `the skill has no such ${argument}; ${hint}`;
  const message = `The skill has no ${argument} "${name}". ${hint.charAt(0).toUpperCase()}${hint.slice(1)}${hint.endsWith('?') ? '' : '.'}`;
  return { kind: 'wrong', problem: { argument, value: name, accepted, message } };
};
