import { useCallback, useRef, useState } from 'react';
import { FailureError, failureOf, type Failure } from '../core/failure';
import type { TableOptions } from '../core/formula';
import { tableFormats } from '../core/number-formats';
import { noAnswer, type Progress } from '../core/question';
import { plainCell, toTable } from '../core/table';
import type { Cells } from '../office/cells';
import type { Content } from '../office/insert';
import type { Place } from '../office/place';
import type { Questions } from '../office/questions';
import type { FormulaCell } from '../office/selection';
import type { Form } from './model/form-model';
import type { InsertMode, Order } from './result/order';

/** How far the last press of "Insert" has come. */
export type Insertion =
  | { readonly kind: 'idle' }
  /** With progress while the values are fetched. */
  | { readonly kind: 'busy'; readonly progress?: Progress }
  /** Something stands in the way; what is to be done then is for the person to say. */
  | { readonly kind: 'blocked'; readonly order: Order; readonly place: Place }
  | { readonly kind: 'done'; readonly address: string; readonly mode: InsertMode; readonly updated: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Inserter {
  readonly insertion: Insertion;
  /** Inserts if there is room. */
  readonly insert: (order: Order) => void;
  /** Inserts whatever is in the way, at a cell or where the order says. */
  readonly insertAt: (order: Order, address?: string) => void;
  /** Calls off what runs, and forgets how it went. */
  readonly forget: () => void;
}

export type InsertionQuestions = Pick<Questions, 'ask'>;

interface InserterSettings {
  readonly cells: Cells;
  readonly questions: InsertionQuestions;
  /** Hears of the form that was written, and of the cell that holds its formula; undefined where it was values. */
  readonly onWritten: (form: Form, cell: FormulaCell | undefined) => void;
}

const otherDates: Failure = {
  code: 'unavailable',
  message: 'Excel did not tell in time how this workbook counts dates.',
  advice: 'Select another cell, then insert again.',
};

/** Writes what the form asks into the workbook, and tells how that went. */
export const useInsertion = ({ cells, questions, onWritten }: InserterSettings): Inserter => {
  const [insertion, setInsertion] = useState<Insertion>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);

  /** Throws where the form took the workbook's dates for others than they are. */
  const checkDates = async ({ serialShift = 0 }: TableOptions): Promise<void> => {
    if ((await cells.serialShift()) !== serialShift) throw new FailureError(otherDates);
  };
  const contentOf = async ({ mode, formula, format, request }: Order, signal: AbortSignal): Promise<Content> => {
    if (mode !== 'values' || request === undefined) return { kind: 'formula', formula, chart: mode === 'chart' };
    const onProgress = (progress: Progress): void => setInsertion({ kind: 'busy', progress });
    const { question, table } = request;
    await checkDates(table);
    const answer =
      table.nothingYet === undefined ? await questions.ask(question, { signal, onProgress }) : noAnswer(Date.now());
    // Excel reads the text of an error as the error itself.
    const cells = toTable(question, answer, table).map((row) => row.map(plainCell));
    return { kind: 'values', cells, format, formats: tableFormats(question, table) };
  };
  /** @param found where there is room, for an order that is for the active cell: that may be another by now */
  const write = async (
    order: Order,
    at: string | undefined,
    signal: AbortSignal,
    found?: string,
  ): Promise<Insertion> => {
    const content = await contentOf(order, signal);
    signal.throwIfAborted();
    const address = await cells.insert(content, at ?? order.edited ?? found);
    onWritten(order.form, content.kind === 'formula' ? { address, formula: order.formula } : undefined);
    if (at !== undefined) await cells.select(address);
    return { kind: 'done', address, mode: order.mode, updated: at === undefined && order.edited !== undefined };
  };
  const look = async (order: Order, signal: AbortSignal): Promise<Insertion> => {
    const place = await cells.placeFor(order.size, order.edited);
    return place.blockedBy === undefined
      ? write(order, undefined, signal, place.address)
      : { kind: 'blocked', order, place };
  };
  const run = (act: (signal: AbortSignal) => Promise<Insertion>): void => {
    const mine = new AbortController();
    running.current?.abort();
    running.current = mine;
    setInsertion({ kind: 'busy' });
    act(mine.signal)
      .catch((error: unknown): Insertion => ({ kind: 'failed', failure: failureOf(error) }))
      .then((outcome) => (mine.signal.aborted ? undefined : setInsertion(outcome)))
      .catch(console.error);
  };
  const forget = useCallback(() => {
    running.current?.abort();
    setInsertion({ kind: 'idle' });
  }, []);
  return {
    insertion,
    insert: (order) => run((signal) => look(order, signal)),
    insertAt: (order, address) => run((signal) => write(order, address, signal)),
    forget,
  };
};
