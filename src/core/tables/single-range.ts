/** Reads the arguments of functions without a period, whose numbers belong to the range as a whole. */
import type { Problem } from '../domain/failure';
import { formatInstant, type Instant } from '../domain/instant';
import { shown } from '../formula/cell-input';
import { type FormulaArguments, type FormulaReading, type FormulaRequest, readFormula } from '../formula/parse-formula';
import { namingColumns } from '../formula/slices';
import { reasonsAgainstSingle } from '../query/validation';
import type { SerialShift } from '../time/excel-time';

/** Arguments of functions without a period, unchecked. */
export type SingleArguments = Omit<FormulaArguments, 'period' | 'headers'>;

/** There is no period to blame, so a range that isn't one number is a problem of its end. */
const rangeProblems = ({ query, table }: FormulaRequest, args: SingleArguments): readonly Problem[] =>
  reasonsAgainstSingle(query)
    .map(({ accepted, message }) => ({
      argument: 'endTime',
      value: shown(args.endTime) || formatInstant(query.endTime),
      accepted: `${accepted}; ask a week at a time, or SKILLMETRICS for daily values`,
      message: `${message} Enter a shorter range, or use SKILLMETRICS for daily values.`,
    }))
    .map((problem) =>
      namingColumns(
        problem,
        table.columns.flatMap((column) => column?.metric ?? []),
      ),
    );

const noExpected = (call: string): Problem => ({
  argument: 'options expected',
  value: '1',
  accepted: 'only in SKILLMETRICS; leave it out',
  message: `${call} has no expected values. Use SKILLMETRICS, or leave expected out.`,
});

/**
 * Reads a call without throwing.
 *
 * @param call the function's name, for messages
 * @param now the instant from which relative times count
 * @param serialShift added to date serials; see `SerialShift`
 */
export const readSingle = (
  call: 'SKILLTOTAL' | 'SKILLTOP',
  args: SingleArguments,
  now: Instant,
  serialShift: SerialShift,
): FormulaReading => {
  const all = { ...args, period: 'SINGLE', headers: 0 };
  const { request, problems } = readFormula(all, now, serialShift, call === 'SKILLTOP');
  return {
    request,
    problems: [
      ...problems.filter(({ argument }) => argument !== 'period'),
      ...rangeProblems(request, args),
      ...(request.table.expected === '1' ? [noExpected(call)] : []),
    ],
  };
};
