/** What "Insert" is told to do. */
import type { Instant } from '../../core/domain/instant';
import type { FormulaRequest } from '../../core/formula/parse-formula';
import type { CallName } from '../../core/formula/signatures';
import { estimateRequest } from '../../core/series/estimate-request';
import { firstPace } from '../../core/windows/query-size';
import type { RangeSize } from '../../office/workbook/placement';
import type { SpillFormat } from '../../office/workbook/spills/format-numbers';
import type { Form } from './form';
import type { Choices } from './labels';

/** Name, ID, stage, types, vendor and last update. */
const skillColumns = 6;

export type InsertMode = 'formula' | 'chart' | 'values';

/** What can become of a new formula, and of one that is in a cell already. */
export const insertModes: Choices<InsertMode> = [
  ['formula', 'Formula'],
  ['chart', 'Formula with chart'],
  ['values', 'Table of values'],
];
export const updateModes: Choices<InsertMode> = [
  ['formula', 'Formula'],
  ['chart', 'Formula with chart'],
  ['values', 'Copy as values'],
];

export interface InsertRequest {
  readonly mode: InsertMode;
  readonly formula: string;
  readonly format: SpillFormat;
  /** The form that says all this. */
  readonly form: Form;
  /** Undefined where only Excel knows what is asked. */
  readonly request: FormulaRequest | undefined;
  /** The cells that the answer takes, at most. */
  readonly size: RangeSize;
  /** The cell whose formula is replaced; undefined for the selected cell. */
  readonly edited: string | undefined;
  /** The cell of whose formula the values are a copy: it stays as it is. */
  readonly copyOf?: string | undefined;
}

const seriesSize = (request: FormulaRequest, now: Instant): RangeSize => {
  const { table } = request;
  const { rows, columns } = estimateRequest(request, now, firstPace);
  const [along, across] = [rows + table.headers, columns + 1];
  return table.layout === 'rows' ? { rows: across, columns: along } : { rows: along, columns: across };
};

/** What SKILLMETRICSINFO tells of every answer; each metric and each request has a row more. */
const infoRows = 13;

const infoSize = (request: FormulaRequest, now: Instant): RangeSize => {
  const { requests } = estimateRequest(request, now, firstPace);
  const others = [request.earlier, request.history].filter((one) => one !== undefined).length;
  return { rows: infoRows + 2 * others + request.query.metrics.length + requests, columns: 2 };
};

/** A header row, the names that are usually shown, and all others. */
const topRows = 12;

/** The cells that an answer takes with its headers, at most; one where that is not known. */
export const spillSizeOf = (call: CallName, request: FormulaRequest | undefined, now: Instant): RangeSize => {
  if (call === 'ALEXASKILLS') return { rows: 2, columns: skillColumns };
  if (request === undefined) return { rows: 1, columns: 1 };
  if (call === 'SKILLMETRICSINFO') return infoSize(request, now);
  if (call === 'SKILLTOP') return { rows: topRows, columns: 2 + request.table.columns.length };
  if (call !== 'SKILLTOTAL') return seriesSize(request, now);
  const rows = Math.max(1, request.query.intents.length, request.query.locales.length);
  return { rows, columns: Math.ceil(request.table.columns.length / rows) };
};
