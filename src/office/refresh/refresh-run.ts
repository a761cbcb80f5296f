import type { Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { relativeChange } from '../../core/tables/compare-tables';
import type { AnswerCall, CallLog, MadeCall } from '../cells/calculations';
import { cancellationOf, keyOfCall } from '../cells/call-result';
import { type Callers, placeKey } from '../cells/callers';
import type { ExcelCell } from '../cells/excel-cells';
import type { LastResults } from '../cells/last-results';
import type { FoundCell } from '../excel/find-formulas';
import { callsOnlyOnce } from '../excel/formula-cells';
import type { RunExcel } from '../excel/run';
import { type SetTimer, unlessAborted } from '../lib/async';
import { isOneCall } from '../workbook/spills/spill';
import { changeOf, prepareCall, type PreparedCall, valuesOfResult } from './prepared-call';
import type { Recalculate } from './recalculate';
import type { ChangedFormula, RefreshSummary } from './refresh-status';
import { readShown, type ShownCells } from './shown-cells';

export interface RefreshRunDeps {
  readonly run: RunExcel;
  readonly wait: SetTimer;
  readonly now: () => Instant;
  readonly log: CallLog;
  readonly callers: Pick<Callers, 'start' | 'turn'>;
  readonly last: Pick<LastResults, 'known' | 'leave'>;
  readonly recalculate: Recalculate;
  /** Whether Excel accepts numbers with formats from functions. */
  readonly takesFormats: () => boolean;
}

/** What a run came to. */
export type RunOutcome = Omit<RefreshSummary, 'scope' | 'requests'>;

/** A refresh of some formulas under way. */
export interface RefreshRun {
  /** Resolves when the formulas are being asked; never where Excel refuses. */
  readonly begun: Promise<void>;
  /** Rejects with a FailureError when Excel refuses. */
  readonly ended: Promise<RunOutcome>;
  /** Cancels what hasn't been answered. Its cells go on showing what they do. */
  cancel(): void;
}

type End = 'done' | 'kept' | 'failed' | 'left';

interface Formula {
  readonly cell: FoundCell;
  /** Whether its cells are those of one call of the add-in's functions, and of no other. */
  readonly isSole: boolean;
  readonly shown: ShownCells | undefined;
  readonly calls: Map<
    string,
    PreparedCall & { readonly name: string; readonly before: ReturnType<typeof valuesOfResult> }
  >;
  /** Whether Excel waits for the answer, because there is nothing to show meanwhile. */
  isAwaited: boolean;
  isQueued: boolean;
  hasFailed: boolean;
  end?: End;
}

const cancelledRefresh: Failure = {
  code: 'cancelled',
  message: 'You cancelled the refresh.',
  advice: 'Refresh again to ask for this cell.',
};

/** How long answers are gathered before their cells are recalculated together, in milliseconds. */
const gatherMs = 250;
/** How long Excel has for the call of a recalculated cell, in milliseconds: more than {@link createRecalculate} waits. */
const callMs = 6_000;
/** How long prepared answers are kept for Excel's calls, in milliseconds. */
const keepMs = 30_000;
/** The least change that is listed, and the most formulas. */
const leastChange = 0.01;
const mostChanges = 100;

/**
 * Refreshes formulas without taking their numbers out of sight. Excel shows `#BUSY!` from the moment it calls a function
 * until the function answers. So the answers come first: the latest call of each cell is made again in memory, and its cell
 * is recalculated once the answer is there. Where the call is unknown, as in a workbook that was just opened, Excel is
 * asked for it, and gets what the cell shows as an answer for now.
 *
 * @param cells the formulas
 * @param onProgress called with the number of formulas that are through
 */
export const startRun = (
  cells: readonly FoundCell[],
  deps: RefreshRunDeps,
  onProgress: (done: number) => void,
): RefreshRun => {
  const { wait, now, log, callers, last, recalculate } = deps;
  const formulas = new Map<string, Formula>();
  const changes: ChangedFormula[] = [];
  const queue: Formula[] = [];
  let isFlushing = false;
  let isCancelled = false;
  let isRefused = false;
  let isThrottled = false;
  let through = 0;
  let resolve: (outcome: RunOutcome) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  let release = (): void => undefined;
  const ended = new Promise<RunOutcome>((onEnd, onRefusal: (reason: unknown) => void) => {
    resolve = onEnd;
    reject = onRefusal;
  });
  /** Ends the run. Cells that are calculated from now on get their own answers. */
  const refuse = (error: unknown): void => {
    isRefused = true;
    release();
    reject(error);
  };

  const count = (end: End): number => [...formulas.values()].filter((formula) => formula.end === end).length;
  const finish = (): void => {
    // Excel's calls of the last cells are still to come.
    wait(keepMs, release);
    resolve({
      at: now(),
      total: cells.length,
      done: count('done'),
      kept: count('kept'),
      failed: count('failed'),
      cancelled: isCancelled,
      throttled: isThrottled,
      changes: changes
        .filter((change) => Math.abs(relativeChange(change)) > leastChange)
        .toSorted((one, other) => Math.abs(relativeChange(other)) - Math.abs(relativeChange(one)))
        .slice(0, mostChanges),
    });
  };
  const end = (formula: Formula, as: End): void => {
    // What is still awaited of a refused refresh is no news.
    if (formula.end !== undefined || isRefused) return;
    formula.end = as;
    through += 1;
    onProgress(through);
    if (through === cells.length) finish();
  };
  const flush = async (): Promise<void> => {
    while (queue.length > 0) {
      const part = queue.splice(0, 500);
      await recalculate(part.map(({ cell }) => cell));
      for (const formula of part) end(formula, formula.hasFailed ? 'failed' : 'done');
    }
    isFlushing = false;
  };
  const enqueue = (formula: Formula): void => {
    formula.isQueued = true;
    queue.push(formula);
    if (isFlushing) return;
    isFlushing = true;
    wait(gatherMs, () => void flush().catch(refuse));
  };

  const failedCalls = (formula: Formula): readonly { readonly call: PreparedCall; readonly failure: Failure }[] =>
    [...formula.calls.values()].flatMap((call) => {
      const outcome = call.settled();
      return outcome !== undefined && 'error' in outcome ? [{ call, failure: outcome.error.failure }] : [];
    });
  const compare = ({ cell, calls }: Formula): void => {
    for (const call of calls.values()) {
      const outcome = call.settled();
      if (outcome === undefined || 'error' in outcome) continue;
      const change = changeOf(call.before, outcome.result, call.name);
      if (change !== undefined) changes.push({ ...change, address: cell.address });
    }
  };
  /** Goes on with a formula once all of its calls have settled. */
  const settle = (formula: Formula): void => {
    if (formula.end !== undefined || formula.isQueued) return;
    if ([...formula.calls.values()].some((call) => call.settled() === undefined)) return;
    const failed = failedCalls(formula);
    formula.hasFailed = failed.length > 0;
    isThrottled ||= failed.some(({ failure }) => failure.code === 'throttled');
    if (failed.length === 0) compare(formula);
    if (formula.isAwaited) end(formula, failed.length === 0 ? 'done' : 'failed');
    // A person has cancelled it, or has signed out.
    else if (failed.some(({ failure }) => failure.code === 'cancelled')) end(formula, 'left');
    else if (failed.length === 0) enqueue(formula);
    else if (failed.every(({ call, failure }) => last.leave(call.own, failure, call.asked()))) end(formula, 'kept');
    else enqueue(formula);
  };
  const prepare = (formula: Formula, made: MadeCall): PreparedCall => {
    const call = prepareCall(made, callers.turn());
    const before = formula.isSole ? formula.shown?.values : valuesOfResult(last.known(call.own.key));
    formula.calls.set(call.own.key, { ...call, name: made.call.name, before });
    void call.outcome.then(() => settle(formula));
    return call;
  };
  /** What a cell shows, for Excel to go on showing it. */
  const shownFor = (formula: Formula, key: string): ExcelCell[][] | undefined => {
    if (formula.cell.shows === 'error' || formula.cell.shows === 'unknown-name') return undefined;
    return (formula.isSole ? formula.shown?.cells : undefined) ?? last.known(key)?.cells();
  };
  const answer: AnswerCall = (made, calculate) => {
    const { invocation } = made.call;
    const formula = formulas.get(placeKey(invocation.address ?? ''));
    if (formula === undefined) return undefined;
    const key = keyOfCall(made.call);
    const known = formula.calls.get(key);
    const outcome = known?.settled();
    const isThrough = formula.isQueued || formula.end !== undefined;
    if (outcome !== undefined && formula.isQueued && !isCancelled) {
      // Once: whoever calculates the cell later wants a new answer.
      formula.calls.delete(key);
      return calculate(made.call, () =>
        'error' in outcome ? Promise.reject(outcome.error) : Promise.resolve(outcome.result),
      );
    }
    if (isThrough && !isCancelled) return undefined;
    const shown = shownFor(formula, key);
    const prepared = known ?? (isCancelled ? undefined : prepare(formula, made));
    if (shown !== undefined) {
      callers.start(invocation.address ?? '', key);
      return Promise.resolve(shown);
    }
    if (prepared === undefined) return undefined;
    formula.isAwaited = true;
    return calculate(made.call, async (about) => {
      const settled = await unlessAborted(cancellationOf(invocation).signal, prepared.outcome);
      const asked = prepared.asked();
      if (asked !== undefined) about(asked);
      if ('error' in settled) throw settled.error;
      return settled.result;
    });
  };

  const start = async (): Promise<void> => {
    const shown = await readShown(deps.run, cells, deps.takesFormats());
    for (const cell of cells) {
      const isSole = isOneCall(cell.formula) && callsOnlyOnce(cell.formula);
      const formula = { cell, isSole, shown: shown.get(cell.address), calls: new Map(), isAwaited: false };
      formulas.set(placeKey(cell.address), { ...formula, isQueued: false, hasFailed: false });
    }
    release = log.answerBy(answer);
    onProgress(0);
    const unknown = [...formulas.values()].filter((formula) => {
      const { cell, isSole } = formula;
      const made = isSole && cell.shows === 'value' ? log.latest(cell.address) : undefined;
      if (made !== undefined) prepare(formula, made);
      return made === undefined;
    });
    if (unknown.length > 0 && !isCancelled) {
      await recalculate(unknown.map(({ cell }) => cell));
      // A formula such as IF may skip its call.
      wait(callMs, () => {
        for (const formula of unknown) if (formula.calls.size === 0) end(formula, 'done');
      });
    }
    if (cells.length === 0) finish();
  };
  const begun = new Promise<void>((onBegun) => {
    start().then(onBegun, (error: unknown) => refuse(error));
  });

  return {
    begun,
    ended,
    cancel: () => {
      if (isCancelled) return;
      isCancelled = true;
      const all = [...formulas.values()];
      queue.splice(0);
      for (const formula of all) {
        for (const call of formula.calls.values()) call.cancel(cancelledRefresh);
        if (!formula.isAwaited) end(formula, 'left');
      }
    },
  };
};
