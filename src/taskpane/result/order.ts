/** What "Insert" is told to do. */
import type { FormulaRequest } from '../../core/formula';
import { estimateOf, firstPace } from '../../core/estimate';
import type { Instant } from '../../core/instant';
import type { SpillFormat } from '../../office/format-spill';
import type { Size } from '../../office/place';
import type { Form } from '../model/form-model';
import type { Choices } from '../model/wording';

export type InsertMode = 'formula' | 'chart' | 'values';

export const insertModes: Choices<InsertMode> = [
  ['formula', 'Formula'],
  ['chart', 'Formula with chart'],
  ['values', 'Table of values'],
];

export interface Order {
  readonly mode: InsertMode;
  readonly formula: string;
  readonly format: SpillFormat;
  /** The form that says all this. */
  readonly form: Form;
  /** Undefined where only Excel knows what is asked. */
  readonly request: FormulaRequest | undefined;
  /** The cells that the answer takes, at most. */
  readonly size: Size;
  /** The cell whose formula is replaced; undefined for the selected cell. */
  readonly edited: string | undefined;
}

/** The cells that an answer takes with its headers, at most; one where that is not known. */
export const sizeOf = (request: FormulaRequest | undefined, now: Instant): Size => {
  if (request === undefined) return { rows: 1, columns: 1 };
  const { question, table } = request;
  const { rows, columns } = estimateOf(question, now, firstPace, table.limit);
  const [along, across] = [rows + table.headers, columns + 1];
  return table.layout === 'rows' ? { rows: across, columns: along } : { rows: along, columns: across };
};
