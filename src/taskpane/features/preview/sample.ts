/** What of an answer is shown before it is written: its first rows, and its lines. */
import { tokens } from '@fluentui/react-components';
import type { FormulaRequest, TableOptions } from '../../../core/formula/parse-formula';
import type { Answer } from '../../../core/query/query';
import { type Cell, plainCell, serialOfRow, tableOf } from '../../../core/tables/metrics-table';
import { tableFormats } from '../../../core/tables/number-formats';
import { isCalendarPeriod } from '../../../core/time/calendar';
import { textOfSerial } from '../../../core/time/excel-time';

export interface Sample {
  /** The headers, the times' among them. */
  readonly headers: readonly string[];
  /** The first rows as texts, in the order of the table. */
  readonly rows: readonly (readonly string[])[];
  readonly rowCount: number;
  /** Seconds of the wall clock that the cells show, as if it were UTC; ascending. */
  readonly times: readonly number[];
  /** Values of each series at these times; null where there is none. */
  readonly lines: readonly (readonly (number | null)[])[];
  /** The time from which on values may still change, as the cells show it. */
  readonly provisionalFrom: string | undefined;
}

const shownRows = 8;
const counted = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });

/** To the second: what is finer is rounding noise of serials. */
const secondsOf = (serial: Cell | undefined): number => Math.round((Number(serial) - 25_569) * 86_400);
const numberOf = (cell: Cell | undefined): number | null => (typeof cell === 'number' ? cell : null);
const percent = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
const signed = new Intl.NumberFormat('en', { maximumFractionDigits: 2, signDisplay: 'exceptZero' });
const share = new Intl.NumberFormat('en', percent);
const signedShare = new Intl.NumberFormat('en', { ...percent, signDisplay: 'exceptZero' });

/** As the number's format shows it in a cell, or nearly so. */
const numberText = (value: number, code = ''): string => {
  const isSigned = code.startsWith('+');
  if (code.includes('%')) return (isSigned ? signedShare : share).format(value);
  return (isSigned ? signed : counted).format(value);
};
const textOf = (cell: Cell, code: string | undefined): string => {
  const plain = plainCell(cell);
  return typeof plain === 'number' ? numberText(plain, code) : plain;
};

/** The sample of a request's answers. Throws the FailureErrors of tableOf. */
export const sampleOf = (request: FormulaRequest, answers: readonly Answer[]): Sample => {
  const { query, table } = request;
  const part = isCalendarPeriod(query.period) ? 'day' : 'minute';
  const time = (cell: Cell | undefined): string => textOfSerial(Number(cell), part);
  const shown: TableOptions = { ...table, headers: 1, layout: 'columns', zone: '0', serialShift: 0 };
  const formats = tableFormats(query, shown);
  const [headers = [], ...rows] = tableOf({ ...request, table: shown }, answers);
  const ascending = table.order === 'desc' ? rows.toReversed() : rows;
  const provisionalFrom = answers[0]?.provisionalFrom;
  const from = provisionalFrom === undefined ? Infinity : serialOfRow(query, provisionalFrom, table.tz);
  const provisional = ascending.find(([cell]) => Number(cell) >= from);
  return {
    headers: headers.map(plainCell).map(String),
    rows: rows
      .slice(0, shownRows)
      .map(([first, ...values]) => [
        time(first),
        ...values.map((value, column) => textOf(value, formats(1, column + 1)?.code)),
      ]),
    rowCount: rows.length,
    times: ascending.map(([first]) => secondsOf(first)),
    lines: headers.slice(1).map((_, column) => ascending.map((row) => numberOf(row[column + 1]))),
    provisionalFrom: provisional === undefined ? undefined : time(provisional[0]),
  };
};

/** Colours that are told apart from each other and from the pane in both of its themes. */
const colors = [
  tokens.colorBrandForeground1,
  tokens.colorPaletteDarkOrangeForeground1,
  tokens.colorPaletteTealForeground2,
  tokens.colorPaletteBerryForeground1,
  tokens.colorPalettePurpleForeground2,
  tokens.colorPaletteMarigoldForeground1,
];

/** Lines beyond these, and all in high contrast, are told apart by their dashes. Units: pixels on, pixels off. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

/** The CSS colour of a line. */
export const lineColor = (index: number): string => colors[index % colors.length] ?? tokens.colorBrandForeground1;

export const lineDash = (index: number, highContrast: boolean): readonly number[] =>
  dashes[(highContrast ? index : Math.floor(index / colors.length)) % dashes.length] ?? [];
