import type { TableLook } from '../../core/tables/table-style';
import type { Calculate } from '../cells/calculations';
import type { FunctionResult } from '../cells/call-result';
import type { ExcelCell } from '../cells/cell-values';
import { isValuePreview } from '../cells/invocation';

/** The outcome of a cell's call. Excel shows it in the sheet a moment later. */
export interface Settled {
  /** The calling cell, with its sheet. */
  readonly address: string;
  readonly cells: readonly (readonly ExcelCell[])[];
  readonly look: TableLook;
}

/** Wraps a calculation: calls `hear` for each call with a new result. */
export const afterEachCell =
  (calculate: Calculate, hear: (settled: Settled) => void): Calculate =>
  async (call, calculation) => {
    let result: FunctionResult | undefined;
    const cells = await calculate(call, async (about) => (result = await calculation(about)));
    const { address } = call.invocation;
    const look = result?.look?.();
    if (address !== undefined && look !== undefined && !isValuePreview(call.invocation)) hear({ address, cells, look });
    return cells;
  };
