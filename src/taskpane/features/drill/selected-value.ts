/** Which value of a formula's answer is selected. */
import { FailureError } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import type { ColumnKey } from '../../../core/formula/columns';
import { facetsOf } from '../../../core/formula/columns';
import type { FormulaRequest } from '../../../core/formula/parse-formula';
import { serialOfRow } from '../../../core/tables/metrics-table';
import { bucketsOf } from '../../../core/time/calendar';
import type { PlaceInAnswer } from '../../../office/workbook/new-sheet';
import type { Form } from '../../model/form';

/** A value in the answer of a formula. */
export interface SelectedValue {
  readonly column: ColumnKey;
  /** The beginning of its row's bucket; the range's start in an answer without rows. */
  readonly row: Instant;
}

const refused = (message: string, advice: string): FailureError =>
  new FailureError({ code: 'rejected', message, advice });

const notOne = (): FailureError =>
  refused('This cell holds no value of the formula.', 'Select a value, or the time of a row.');

/** A total's numbers stand metric by metric, with names below each other, unless ranges give them another shape. */
const totalAt = ({ query, table }: FormulaRequest, form: Form, { row, column }: PlaceInAnswer): SelectedValue => {
  const width = 1 + facetsOf(table).length;
  const names = Math.max(1, query.intents.length) * Math.max(1, query.locales.length);
  const isShaped = [form.bound.metric, form.bound.intent, form.bound.locale].some((one) => one !== undefined);
  if (isShaped && table.columns.length > width)
    throw refused(
      'The numbers of this formula have the shape of its ranges.',
      'Enter a formula for one number, and select that.',
    );
  const found = table.columns[(Math.floor(column / width) * names + row) * width];
  if (row >= names || found === undefined) throw notOne();
  return { column: found, row: query.startTime };
};

/** The bucket of a row by the serial at its beginning. */
const rowAt = ({ query, table }: FormulaRequest, serial: unknown): Instant => {
  if (query.period === 'SINGLE') return query.startTime;
  if (typeof serial !== 'number') throw notOne();
  const wanted = serial + (table.serialShift ?? 0);
  const found = bucketsOf(query, query).filter(
    // Excel keeps 15 digits: a thousandth of a second is enough to tell rows apart.
    ({ startTime }) => Math.abs(serialOfRow(query, startTime, table.tz) - wanted) < 1e-8,
  );
  const [first] = found;
  if (first === undefined) throw notOne();
  if (found.length > 1) throw refused('Clocks show this time twice.', 'Select another row.');
  return first.startTime;
};

/**
 * The value that stands at a place. In the column of times, that is the first one of the row.
 *
 * @throws {FailureError} `rejected` when no value stands there
 */
export const selectedValue = (request: FormulaRequest, form: Form, place: PlaceInAnswer): SelectedValue => {
  if (form.call === 'SKILLTOTAL') return totalAt(request, form, place);
  const { layout, headers, zone, columns } = request.table;
  const isAcross = layout === 'rows';
  const [along, across] = isAcross ? [place.column, place.row] : [place.row, place.column];
  const column = columns[Math.max(0, across - 1 - Number(zone))];
  if (along < headers || column === undefined) throw notOne();
  return { column, row: rowAt(request, isAcross ? place.columnStart : place.rowStart) };
};
