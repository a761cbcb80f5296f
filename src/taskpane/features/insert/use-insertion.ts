import { useCallback, useRef, useState } from 'react';
import { type Failure, FailureError, failureOf } from '../../../core/domain/failure';
import type { TableOptions } from '../../../core/formula/parse-formula';
import type { Progress } from '../../../core/query/query';
import { plainCell, tableOf } from '../../../core/tables/metrics-table';
import { tableFormats } from '../../../core/tables/number-formats';
import { logError } from '../../../office/lib/report-failure';
import type { Queries } from '../../../office/queries/cell-functions';
import type { Cells } from '../../../office/workbook/cells';
import type { InsertContent } from '../../../office/workbook/insert';
import type { Placement } from '../../../office/workbook/placement';
import type { FormulaCell } from '../../../office/workbook/selection';
import { askRequest } from '../../model/ask-request';
import type { Form } from '../../model/form';
import type { InsertMode, InsertRequest } from '../../model/insert-request';

/** How far the last press of "Insert" has come. */
export type Insertion =
  | { readonly kind: 'idle' }
  /** With progress while the values are fetched. */
  | { readonly kind: 'busy'; readonly progress?: Progress }
  /** Something stands in the way; what is to be done then is for the person to say. */
  | { readonly kind: 'blocked'; readonly order: InsertRequest; readonly place: Placement }
  | {
      readonly kind: 'done';
      readonly address: string;
      readonly mode: InsertMode;
      readonly deed: 'inserted' | 'updated' | 'charted' | 'copied';
      /** The cell of whose formula this is a copy. */
      readonly copyOf?: string | undefined;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Inserter {
  readonly insertion: Insertion;
  /** Inserts if there is room. */
  readonly insert: (order: InsertRequest) => void;
  /** Inserts whatever is in the way, at a cell or where the order says. */
  readonly insertAt: (order: InsertRequest, address?: string) => void;
  /** Adds a chart of the answer of a formula that stands in a cell. */
  readonly addChart: (order: InsertRequest, address: string) => void;
  /** Calls off what runs, and forgets how it went. */
  readonly forget: () => void;
}

export type InsertionQueries = Pick<Queries, 'ask'>;

interface InserterDeps {
  readonly cells: Cells;
  readonly queries: InsertionQueries;
  /** Hears of the form that was written, and of the cell that holds its formula; undefined where it was values. */
  readonly onWritten: (form: Form, cell: FormulaCell | undefined) => void;
}

const otherDates: Failure = {
  code: 'unavailable',
  message: "Excel didn't say in time how this workbook counts dates.",
  advice: 'Select another cell, then insert again.',
};

/** Writes what the form asks into the workbook, and tells how that went. */
export const useInsertion = ({ cells, queries, onWritten }: InserterDeps): Inserter => {
  const [insertion, setInsertion] = useState<Insertion>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);

  /** Throws where the form took the workbook's dates for others than they are. */
  const checkDates = async ({ serialShift = 0 }: TableOptions): Promise<void> => {
    if ((await cells.serialShift()) !== serialShift) throw new FailureError(otherDates);
  };
  const contentOf = async (
    { mode, formula, format, request }: InsertRequest,
    signal: AbortSignal,
  ): Promise<InsertContent> => {
    if (mode !== 'values' || request === undefined) return { kind: 'formula', formula, chart: mode === 'chart' };
    const onProgress = (progress: Progress): void => setInsertion({ kind: 'busy', progress });
    const { query, table } = request;
    await checkDates(table);
    const answers = await askRequest(queries, request, { signal, onProgress });
    // Excel reads the text of an error as the error itself.
    const cells = tableOf(request, answers).map((row) => row.map(plainCell));
    return { kind: 'values', cells, format, formats: tableFormats(query, table) };
  };
  /** @param found where there is room, for an order that is for the active cell: that may be another by now */
  const write = async (
    order: InsertRequest,
    at: string | undefined,
    signal: AbortSignal,
    found?: string,
  ): Promise<Insertion> => {
    const content = await contentOf(order, signal);
    signal.throwIfAborted();
    const address = await cells.insert(content, at ?? order.edited ?? found);
    const { mode, copyOf } = order;
    if (copyOf === undefined)
      onWritten(order.form, content.kind === 'formula' ? { address, formula: order.formula } : undefined);
    if (at !== undefined) await cells.select(address);
    if (copyOf !== undefined) return { kind: 'done', address, mode, deed: 'copied', copyOf };
    return {
      kind: 'done',
      address,
      mode,
      deed: at === undefined && order.edited !== undefined ? 'updated' : 'inserted',
    };
  };
  const look = async (order: InsertRequest, signal: AbortSignal): Promise<Insertion> => {
    // A copy begins in the row of its formula, whatever cell of that is selected.
    if (order.copyOf !== undefined) await cells.select(order.copyOf);
    const place = await cells.placementFor(order.size, order.edited);
    if (place.blockedBy === undefined) return write(order, undefined, signal, place.address);
    // The cell that is selected is the formula's own: a copy goes beside it unasked.
    if (order.copyOf !== undefined && place.free !== undefined) return write(order, place.free, signal);
    return { kind: 'blocked', order, place };
  };
  const run = (act: (signal: AbortSignal) => Promise<Insertion>): void => {
    const mine = new AbortController();
    running.current?.abort();
    running.current = mine;
    setInsertion({ kind: 'busy' });
    act(mine.signal)
      .catch((error: unknown): Insertion => ({ kind: 'failed', failure: failureOf(error) }))
      .then((outcome) => (mine.signal.aborted ? undefined : setInsertion(outcome)))
      .catch(logError);
  };
  const forget = useCallback(() => {
    running.current?.abort();
    setInsertion({ kind: 'idle' });
  }, []);
  return {
    insertion,
    insert: (order) => run((signal) => look(order, signal)),
    addChart: ({ mode }, address) =>
      run(() => {
        cells.addChart(address);
        return Promise.resolve({ kind: 'done', address, mode, deed: 'charted' });
      }),
    insertAt: (order, address) => run((signal) => write(order, address, signal)),
    forget,
  };
};
