import type { Failure } from '../../../core/domain/failure';
import { joinAddress } from '../../../core/formula/cell-address';
import { readFormulaText } from '../../../core/formula/text/read-formula-text';
import type { FieldValue } from '../../../core/formula/text/write-formula-text';
import type { CellEntry } from '../../../core/reports/report';
import { serialOf } from '../../../core/time/excel-time';
import type { CellOrigin } from '../../cells/origins';
import { entered } from '../../excel/entered';

/** A formula whose numbers came from somewhere. */
export interface Source {
  /** With its sheet. */
  readonly sheet: string;
  readonly cells: string;
  readonly formula: string;
  readonly origin: CellOrigin | undefined;
  /** When it was frozen; undefined for a formula. */
  readonly frozenAt?: string;
  /** Why it has no answer; undefined if it has one. */
  readonly failure?: Failure;
  /** Whether it waits for its answer. */
  readonly isWaiting?: boolean;
}

/** The headers above the rows of the sheet of sources, from left to right. */
export const sourceHeaders = [
  'Place',
  'Function',
  'Asks for',
  'Fetched at',
  'Time zone',
  'Provisional from',
  'Requests',
  'State',
  'Formula',
] as const;

/** The columns with times. */
export const timeColumns = [3, 5] as const;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A link within the workbook. */
const linkTo = (sheet: string, cells: string): CellEntry => {
  const address = joinAddress(sheet, cells);
  return { formula: `=HYPERLINK(${quoted(`#${address}`)},${quoted(address)})` };
};

const padded = (value: number): string => String(value).padStart(2, '0');

const textOf = (value: FieldValue): string => {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return String(value.value);
    case 'date':
      return `${value.year}-${padded(value.month)}-${padded(value.day)}`;
    case 'list':
      return value.items.join(', ');
    case 'reference':
      return value.address;
    case 'expression':
      return value.text;
  }
};

/** The function of a formula and its arguments in words; of a formula around a call, only that. */
const callOf = (formula: string): readonly [name: string, asks: string] => {
  const reading = readFormulaText(formula);
  if (reading.kind === 'nested') return ['inside a formula', ''];
  if (reading.kind === 'other') return ['by a name', ''];
  const words = Object.entries(reading.fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${textOf(value)}`],
  );
  return [reading.call, words.join('; ')];
};

const stateOf = ({ origin, frozenAt, failure, isWaiting = false }: Source): string => {
  if (frozenAt !== undefined) return `Frozen on ${frozenAt}`;
  if (isWaiting) return 'Loading: list the sources again once it has its numbers';
  if (failure !== undefined) return `No answer: ${failure.message}`;
  return origin === undefined ? 'Saved values: not fetched since the workbook was opened' : 'Formula';
};

/** A row of the sheet. Times are Excel dates in the time zone of the formula. */
export const sourceRow = (source: Source): readonly CellEntry[] => {
  const { sheet, cells, formula, origin, failure } = source;
  const [name, asks] = callOf(formula);
  // The numbers of an earlier answer are out of sight.
  const known =
    origin === undefined || failure !== undefined
      ? ['', '', '', '']
      : [
          serialOf(origin.fetchedAt, origin.timeZone),
          origin.timeZone,
          origin.provisionalSerial ?? 'none: all values are final',
          origin.requests,
        ];
  // Without "=": the API doesn't tell a text that begins with it from a formula.
  return [linkTo(sheet, cells), name, asks, ...known, stateOf(source), formula.replace(/^=/, '')];
};

/** A cell as Excel's `formulas` take it. Every text may be someone else's. */
export const writable = (cell: CellEntry): string | number => entered(typeof cell === 'string' ? { text: cell } : cell);
