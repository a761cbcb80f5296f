import type { SettledCall } from '../../cells/calculations';
import { placeKey } from '../../cells/callers';
import { asOneUndoStep, cellAt, createExcelAccess, type RunExcel } from '../../excel/run';
import { delay, type SetTimer, setTimer } from '../../lib/async';
import { formatNumbers, outdatedFormats } from './format-numbers';
import { labelHeaders, recordHeaders } from './label-headers';
import { type InspectedSpill, inspectSpills } from './see-spills';
import { isPlainSpill, type Spill, spillOf, spillSize } from './spill';
import { type ChartArea, chartSpill } from './spill-chart';

/** The formatting that a person has requested for a formula's cells. */
interface SpillRequest {
  /** Whether to make headers bold and fit the columns. */
  readonly headers: boolean;
  /** Whether to add a chart, or where. */
  readonly chart: boolean | ChartArea;
}

/**
 * Formats the cells that the add-in's functions fill: numbers, if Excel doesn't accept formats from functions, and
 * headers and charts, which follow when a spill grows. Failures are ignored: the numbers are right without it.
 */
export interface Spills {
  /** Formats the cells of a call's outcome once Excel shows them. */
  settled(settled: SettledCall): void;
  /** Formats a formula's cells as requested, once Excel shows them. */
  wish(address: string, wish: SpillRequest): void;
}

/**
 * The waits between the looks for cells, in milliseconds. Excel shows a result 200 to 500 ms after the function has
 * returned it, large or many results later.
 */
const everyMs = [500, 500, 1_000, 2_000, 4_000, 8_000];

/** Cells inspected in one request. */
const atOnce = 200;

/** The most cells whose last look is remembered. */
const atMost = 20_000;

interface TrackedSpill {
  readonly spill: Spill;
  /** Its key when it was last formatted: see {@link spillSize}. */
  readonly formatted?: string;
}

const format = (
  run: RunExcel,
  options: Excel.RunOptions,
  spill: Spill,
  wish: SpillRequest | undefined,
): Promise<void> =>
  run(async (context) => {
    const cell = cellAt(context, spill.address);
    const size = [spill.rows, spill.columns] as const;
    const range = spill.rows * spill.columns === 1 ? cell : cell.getSpillingToRange();
    const isOutdated = outdatedFormats(range, size, spill.look);
    await context.sync();
    if (spill.isBare || isOutdated()) await formatNumbers(context, range, size, spill.look, spill.isBare);
    await (wish?.headers === true ? labelHeaders : recordHeaders)(context, range, spill);
    await chartSpill(context, range, spill, wish?.chart ?? false);
  }, options);

/**
 * Creates the formatting of spills.
 * @param options the options of batches that write
 */
export const createSpills = (run: RunExcel, wait: SetTimer, options: () => Excel.RunOptions = () => ({})): Spills => {
  const known = new Map<string, TrackedSpill>();
  const wishes = new Map<string, SpillRequest>();
  const due = new Map<string, Spill>();
  let round = 0;
  let isWorking = false;

  const done = async (key: string, spill: Spill, seen: InspectedSpill): Promise<void> => {
    const wish = wishes.get(key);
    const hasGrown = known.get(key)?.formatted !== undefined;
    if (seen === 'behind' || wish !== undefined || hasGrown)
      await format(run, options(), spill, wish).catch(() => undefined);
    if (wishes.get(key) === wish) wishes.delete(key);
    if (known.get(key)?.spill === spill) known.set(key, { spill, formatted: spillSize(spill) });
  };
  const see = async (entries: readonly (readonly [string, Spill])[]): Promise<void> => {
    const spills = entries.map(([, spill]) => spill);
    const all = await run((context) => inspectSpills(context, spills)).catch(() => undefined);
    // One cell on a deleted sheet makes the whole request fail.
    if (all === undefined && entries.length > 1) {
      for (const entry of entries) await see([entry]);
      return;
    }
    for (const [index, [key, spill]] of entries.entries()) {
      const seen = all?.[index] ?? 'other';
      if (seen === 'waiting' || due.get(key) !== spill) continue;
      due.delete(key);
      if (seen !== 'other') await done(key, spill, seen);
    }
  };
  const work = async (): Promise<void> => {
    isWorking = true;
    for (; due.size > 0 && round < everyMs.length; round += 1) {
      await delay(wait, everyMs[round] ?? 0);
      const entries = [...due];
      for (let at = 0; at < entries.length; at += atOnce) await see(entries.slice(at, at + atOnce));
    }
    due.clear();
    isWorking = false;
  };
  const enqueue = (key: string, spill: Spill): void => {
    due.set(key, spill);
    round = 0;
    if (!isWorking) void work();
  };

  return {
    settled: (settled) => {
      const [key, spill] = [placeKey(settled.address), spillOf(settled)];
      if (isPlainSpill(spill)) return;
      const formatted = known.get(key)?.formatted;
      if (known.size >= atMost) known.clear();
      known.set(key, { spill, ...(formatted === undefined ? {} : { formatted }) });
      if (formatted !== spillSize(spill) || wishes.has(key)) enqueue(key, spill);
      else due.delete(key);
    },
    wish: (address, wish) => {
      const key = placeKey(address);
      wishes.set(key, wish);
      const last = known.get(key);
      if (last !== undefined) enqueue(key, last.spill);
    },
  };
};

/** Shared by functions and pane. It has an access to Excel of its own, so that the pane doesn't show its waits. */
export const spills = createSpills(createExcelAccess(setTimer).run, setTimer, asOneUndoStep);
