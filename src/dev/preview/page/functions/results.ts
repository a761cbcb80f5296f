import * as v from 'valibot';
import type { CellResult } from './parameters';

const savedCell = v.object({
  value: v.nullable(v.union([v.string(), v.number(), v.boolean()])),
  message: v.exactOptional(v.string()),
  format: v.exactOptional(v.string()),
  card: v.exactOptional(v.record(v.string(), v.string())),
});

/** What a cell shows: one value, or columns of values that spill. */
export const callResult = v.union([savedCell, v.array(v.array(savedCell))]);

export type CallResult = CellResult | CellResult[][];

/** What office.js sends for each call: `[id, succeeded, value]`, or `[id, false, message, code]`. */
export const invocationResults = v.array(
  v.pipe(
    v.array(v.unknown()),
    v.transform(([id, succeeded, value, code]) => ({ id, succeeded, value, code })),
    v.object({ id: v.number(), succeeded: v.boolean(), value: v.unknown(), code: v.unknown() }),
  ),
);

export type InvocationResult = v.InferOutput<typeof invocationResults>[number];

/** The errors behind office.js's numbers; only #N/A and #VALUE! keep their text in the cell. */
const errors = new Map<unknown, string>([
  [1, '#N/A'],
  [5, '#DIV/0!'],
  [6, '#NUM!'],
  [7, '#VALUE!'],
  [8, '#NULL!'],
]);

const cellValue = v.object({
  basicValue: v.union([v.string(), v.number(), v.boolean()]),
  type: v.optional(v.string()),
  message: v.optional(v.string()),
  numberFormat: v.optional(v.string()),
  /** What a card of the value shows. */
  properties: v.optional(
    v.record(v.string(), v.object({ basicValue: v.union([v.string(), v.number(), v.boolean()]) })),
  ),
});

/** Turns one call's answer into what its cell shows. */
export function toCallResult({ succeeded, value, code }: InvocationResult): CallResult {
  if (!succeeded) return toError(code, value);
  if (!Array.isArray(value)) return toCell(value);
  const rows: unknown[] = value;
  const width = Array.isArray(rows[0]) ? rows[0].length : 0;
  const regular = width > 0 && rows.every((row) => Array.isArray(row) && row.length === width);
  if (!regular) return { value: '#VALUE!', message: 'The function returned no rectangle of values.' };
  // An error stands in its own cell, in the shared runtime of Excel on the web: https://github.com/OfficeDev/office-js/issues/2174
  return Array.from({ length: width }, (_, column) =>
    rows.map((row) => toCell(Array.isArray(row) ? row[column] : row)),
  );
}

function toError(code: unknown, message: unknown): CellResult {
  const value = errors.get(code) ?? '#VALUE!';
  const shown = (code === 1 || code === 7) && typeof message === 'string' ? message : '';
  return { value, message: shown };
}

function toCell(value: unknown): CellResult {
  if (value === null || value === undefined) return { value: 0 };
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { value };
  const parsed = v.safeParse(cellValue, value);
  if (!parsed.success)
    return { value: '#VALUE!', message: "The function returned a value that can't be shown in a cell." };
  const { basicValue, type, message, numberFormat, properties } = parsed.output;
  if (type === 'Error') return { value: basicValue, message: message ?? '' };
  return {
    value: basicValue,
    ...(numberFormat === undefined ? {} : { format: numberFormat }),
    ...(properties === undefined ? {} : { card: cardOf(properties) }),
  };
}

/** The card of a value, by its labels. */
function cardOf(properties: Readonly<Record<string, { readonly basicValue: unknown }>>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).map(([label, { basicValue }]) => [label, String(basicValue)]));
}
