import type { Model } from '@odoo/o-spreadsheet';
import type { Caller } from '../functions/calls';
import { HostError } from '../objects/define';
import type { SheetSize, Zone } from './address';
import { boundingZone } from './address';
import type { CellWrite } from './engine/engine';
import { writeCells } from './engine/engine';
import { typedFormulas } from './engine/typed-formulas';
import { toEngineFormat, toExcelFormat } from './number-formats';

/** Excel's `RangeValueType`s that a cell can have here. */
export type ValueType = 'Empty' | 'String' | 'Double' | 'Boolean' | 'Error';

const valueTypes = { empty: 'Empty', text: 'String', number: 'Double', boolean: 'Boolean', error: 'Error' } as const;

export const sheetSize = (model: Model, sheetId: string): SheetSize => ({
  rows: model.getters.getNumberRows(sheetId),
  columns: model.getters.getNumberCols(sheetId),
});

/** A cell's value as Excel's `values` gives it: an empty one is an empty text. */
export function valueAt(model: Model, at: Caller): string | number | boolean {
  return model.getters.getEvaluatedCell(at).value ?? '';
}

/** A cell's formula, or its value where it holds none, as Excel's `formulas` gives it. */
export function formulaAt(model: Model, at: Caller): string | number | boolean {
  return typedFormulaAt(model, at) ?? valueAt(model, at);
}

/** A cell's formula as it was typed, if it holds one. */
export function typedFormulaAt(model: Model, at: Caller): string | undefined {
  const formula = formulaTextAt(model, at);
  return formula === undefined ? undefined : typedFormulas(model).typedAt(at, formula);
}

/** A cell's formula as the engine holds it, if it holds one. */
export function formulaTextAt({ getters }: Pick<Model, 'getters'>, at: Caller): string | undefined {
  if (!getters.tryGetSheet(at.sheetId)) return undefined;
  return getters.getCell(at)?.isFormula ? getters.getCellText(at, { showFormula: true }) : undefined;
}

export const textAt = (model: Model, at: Caller): string => model.getters.getEvaluatedCell(at).formattedValue;
export const valueTypeAt = (model: Model, at: Caller): ValueType => valueTypes[model.getters.getEvaluatedCell(at).type];

export function numberFormatAt(model: Model, at: Caller): string {
  return toExcelFormat(model.getters.getCell(at)?.format ?? model.getters.getEvaluatedCell(at).format);
}

/** Reads a zone as rows. */
export function readZone<Value>(sheetId: string, zone: Zone, read: (at: Caller) => Value): Value[][] {
  return span(zone.top, zone.bottom).map((row) =>
    span(zone.left, zone.right).map((col) => read({ sheetId, row, col })),
  );
}

/**
 * Writes values or formulas: rows of the zone's own shape, or one value for all cells. `null` leaves a cell as it is and an
 * empty text clears it, as in Excel.
 * @throws {HostError} InvalidArgument for another shape.
 */
export function writeZone(model: Model, sheetId: string, zone: Zone, values: unknown): void {
  const cells: CellWrite[] = [];
  eachCell(zone, values, (row, col, value) => {
    if (value !== null && value !== undefined) cells.push({ sheetId, row, col, content: contentOf(value) });
  });
  writeCells(model, cells);
}

/** Formats a zone: rows of formats of its own shape, or one for all cells. */
export function formatZone(model: Model, sheetId: string, zone: Zone, formats: unknown): void {
  const single = singleOf(formats);
  if (single !== undefined) {
    model.dispatch('SET_FORMATTING', { sheetId, target: [zone], format: toEngineFormat(String(single)) });
    return;
  }
  const cells: CellWrite[] = [];
  eachCell(zone, formats, (row, col, format) => {
    if (typeof format === 'string') cells.push({ sheetId, row, col, format: toEngineFormat(format) });
  });
  writeCells(model, cells);
}

/** The cells that hold something, if any do; spilled values count as well. */
export function usedZone(model: Model, sheetId: string, within: Zone): Zone | undefined {
  const positions = model.getters.getEvaluatedCellsPositions(sheetId).filter((at) => {
    const inside = at.row >= within.top && at.row <= within.bottom && at.col >= within.left && at.col <= within.right;
    return inside && model.getters.getEvaluatedCell(at).value !== null;
  });
  const cell = ({ row, col }: Caller): Zone => ({ top: row, bottom: row, left: col, right: col });
  return positions.reduce<Zone | undefined>((zone, at) => (zone ? boundingZone(zone, cell(at)) : cell(at)), undefined);
}

function eachCell(zone: Zone, values: unknown, visit: (row: number, col: number, value: unknown) => void): void {
  const single = singleOf(values);
  const rows: unknown[] = Array.isArray(values) ? values : [];
  const height = zone.bottom - zone.top + 1;
  if (single === undefined && rows.length !== height) throw wrongShape(zone);
  for (let row = zone.top; row <= zone.bottom; row += 1) {
    const line = rows[row - zone.top];
    if (single === undefined && !(Array.isArray(line) && line.length === zone.right - zone.left + 1))
      throw wrongShape(zone);
    for (let col = zone.left; col <= zone.right; col += 1)
      visit(row, col, single ?? (Array.isArray(line) ? line[col - zone.left] : undefined));
  }
}

/** The one value that stands for all cells; `undefined` for rows. */
function singleOf(values: unknown): string | number | boolean | undefined {
  if (typeof values === 'string' || typeof values === 'number' || typeof values === 'boolean') return values;
  const rows: unknown[] = Array.isArray(values) ? values : [];
  const [row] = rows;
  return rows.length === 1 && Array.isArray(row) && row.length === 1 ? singleOf(row[0]) : undefined;
}

const wrongShape = (zone: Zone): HostError =>
  new HostError(
    'InvalidArgument',
    `The number of rows or columns in the input array doesn't match the range of ${zone.bottom - zone.top + 1} × ${zone.right - zone.left + 1} cells.`,
  );

const contentOf = (value: unknown): string =>
  typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
const span = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
