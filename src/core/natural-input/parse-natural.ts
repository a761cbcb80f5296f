/** Parses calls that the strict grammar doesn't accept as they are. */
import { FailureError, invalidQuery, type Problem } from '../domain/failure';
import { argumentOrder } from '../formula/text/write-formula-text';
import type { CallArguments } from './call-reader';
import { explainOption } from './options';
import { understand, type UnderstandContext } from './understand';

/** Arguments that can't be checked while another one is wrong. */
const dependents: Readonly<Record<string, readonly string[]>> = {
  skillType: ['metric', 'intent'],
  startTime: ['endTime', 'period'],
  endTime: ['period', 'options through'],
};

/** Problems are listed in the order of the arguments. Problems without an argument come last. */
const placeOf = ({ argument }: Problem): number => {
  const place = argumentOrder.findIndex((name) => name === argument.split(' ')[0]);
  return place < 0 ? argumentOrder.length : place;
};

/** All problems, once for each argument. Problems found in natural words say more than those of the strict grammar. */
const merged = (problems: readonly Problem[], strict: readonly Problem[]): readonly Problem[] => {
  const reported = new Set(problems.flatMap(({ argument }) => [argument, ...(dependents[argument] ?? [])]));
  const others = strict.filter(({ argument }) => !reported.has(argument)).map(explainOption);
  return [...problems, ...others].sort((one, other) => placeOf(one) - placeOf(other));
};

/**
 * Parses a call in natural words: translates its arguments to the strict grammar, then parses them.
 *
 * @param parse the strict parser of the function
 * @throws {FailureError} `invalid_query`, listing every problem at once
 * @throws any other error of `parse`
 */
export const parseInWords = <Args extends CallArguments, T>(
  parse: (args: Args) => T,
  args: Args,
  context: UnderstandContext,
): T => {
  const understood = understand(args, context);
  let parsed: T;
  try {
    parsed = parse(understood.args);
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'invalid_query') throw error;
    if (error.failure.cellError !== undefined) throw error;
    throw new FailureError(invalidQuery(merged(understood.problems, error.failure.problems)));
  }
  if (understood.problems.length > 0) throw new FailureError(invalidQuery(merged(understood.problems, [])));
  return parsed;
};

/**
 * Like `parseInWords`, but a call that the strict grammar accepts keeps its strict meaning.
 *
 * @example
 * ```ts
 * const now = Date.now();
 * const { query } = parseAnyWords(
 *   (args) => parseFormula(args, now),
 *   { skillId: 'Dice Roller', metric: 'sessions', startTime: 'Aug 1, 2026', period: 'weekly' },
 *   { now, serialShift: 0, skills },
 * );
 * query.skillId; // the ID of the account's skill of that name
 * query.metrics; // ['totalSessions']
 * query.period; // 'P1W'
 * ```
 */
export const parseAnyWords: typeof parseInWords = (parse, args, context) => {
  try {
    return parse(args);
  } catch {
    return parseInWords(parse, args, context);
  }
};
