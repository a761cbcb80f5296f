/** Reads the arguments of a worksheet function with the very parsers that its cell uses. */
import type { Instant } from '../../core/domain/instant';
import { passErrors } from '../../core/formula/cell-input';
import { type FormulaArguments, type FormulaRequest, parseFormula } from '../../core/formula/parse-formula';
import type { ArgumentName, CallName } from '../../core/formula/signatures';
import { parseAnyWords } from '../../core/natural-input/parse-natural';
import { parseIntentsCall } from '../../core/tables/intents-table';
import { parseTotal } from '../../core/tables/total-table';
import type { SerialShift } from '../../core/time/excel-time';

const totalRequest = (args: FormulaArguments, now: Instant, serialShift: SerialShift): FormulaRequest => {
  parseTotal(args, now, serialShift);
  return parseFormula({ ...args, period: 'SINGLE', headers: 0 }, now, serialShift);
};

/**
 * What a call asks of Amazon's metrics; undefined for lists, which ask for none. Throws a FailureError `invalid_query`
 * that lists every problem.
 */
export const checkCall = (
  call: CallName,
  args: Readonly<Record<ArgumentName, unknown>>,
  now: Instant,
  serialShift: SerialShift,
): FormulaRequest | undefined => {
  const context = { now, serialShift };
  switch (call) {
    case 'SKILLMETRICS':
    case 'SKILLMETRICSINFO':
      return parseAnyWords((strict: FormulaArguments) => parseFormula(strict, now, serialShift), args, context);
    case 'SKILLTOTAL':
      return parseAnyWords((strict: FormulaArguments) => totalRequest(strict, now, serialShift), args, context);
    case 'ALEXASKILLS':
      passErrors({ vendor: args.vendor });
      return undefined;
    case 'ALEXAINTENTS':
      parseAnyWords(parseIntentsCall, args, context);
      return undefined;
  }
};
