import { FailureError, invalidQuery } from '../../core/domain/failure';
import { parseInstant } from '../../core/domain/instant';
import type { Asked } from '../queries/fetching/query-run';

const wrong = (argument: string, values: readonly string[], accepted: string): FailureError =>
  new FailureError(invalidQuery([{ argument, value: values.join(), accepted }]));

/** A call's parameters, in their order. */
export type Params = readonly (readonly [name: string, value: string])[];

const names = new Set(['fresh', 'since']);

/** The parameters that say what is asked: all but `fresh` and `since`. */
export const withoutFresh = (params: Params): Params => params.filter(([name]) => !names.has(name));

/** How fresh the answer is to be, as `fresh` and `since` say. Throws a FailureError `invalid_query`. */
export const freshIn = (params: Params): Pick<Asked, 'fresh' | 'since'> => {
  const of = (wanted: string): string[] => params.flatMap(([name, value]) => (name === wanted ? [value] : []));
  const [fresh, since] = [of('fresh'), of('since')];
  if (fresh.length === 0 && since.length === 0) return {};
  const [word, instant] = [fresh.length === 1 ? fresh[0] : undefined, parseInstant(since[0] ?? '')];
  if (word !== '1' && word !== 'all') throw wrong('fresh', fresh, '1 or all');
  if (since.length > 1 || (since.length === 1 && instant === undefined))
    throw wrong('since', since, 'an ISO 8601 time with a zone');
  return { fresh: word === '1' ? 'tail' : 'all', ...(instant === undefined ? {} : { since: instant }) };
};
