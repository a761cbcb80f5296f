/** Parses calls that the strict grammar does not take as they stand. */
import { FailureError, invalidQuery, type Problem } from '../domain/failure';
import { argumentOrder } from '../formula/write-formula-text';
import type { CallArguments } from './call-reader';
import { explainOption } from './options';
import { understand, type UnderstandContext } from './understand';

/** Arguments about which nothing can be said while another one is wrong. */
const dependents: Readonly<Record<string, readonly string[]>> = {
  skillType: ['metric', 'intent'],
  startTime: ['endTime', 'period'],
  endTime: ['period', 'options through'],
};

/** Problems are told in the order of the arguments; what is of none of them comes last. */
const placeOf = ({ argument }: Problem): number => {
  const place = argumentOrder.findIndex((name) => name === argument.split(' ')[0]);
  return place < 0 ? argumentOrder.length : place;
};

/** All problems, each argument's once: what was understood of it says more than what the strict grammar has to say. */
const merged = (problems: readonly Problem[], strict: readonly Problem[]): readonly Problem[] => {
  const told = new Set(problems.flatMap(({ argument }) => [argument, ...(dependents[argument] ?? [])]));
  const others = strict.filter(({ argument }) => !told.has(argument)).map(explainOption);
  return [...problems, ...others].sort((one, other) => placeOf(one) - placeOf(other));
};

/**
 * What a call asks, in whatever words.
 * @param parse the strict parser of the function, which throws a FailureError `invalid_query`
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

/** As parseInWords, but for calls that the strict grammar takes: these stay what they are. */
export const parseAnyWords: typeof parseInWords = (parse, args, context) => {
  try {
    return parse(args);
  } catch {
    return parseInWords(parse, args, context);
  }
};
