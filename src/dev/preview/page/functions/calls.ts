import type { FunctionDefinition } from './metadata';
import { invocationFlags } from './metadata';
import type { CellResult } from './parameters';
import type { CallResult, InvocationResult } from './results';
import { toCallResult } from './results';
import { Samples } from './samples';
import type { SavedCall } from './saved-call';
import { wholeCell } from './saved-call';

/** Where a call came from. */
export interface Caller {
  readonly sheetId: string;
  readonly row: number;
  readonly col: number;
}

/** One call of a custom function, as it goes to the add-in. */
export interface Invocation {
  readonly id: number;
  readonly definition: FunctionDefinition;
  readonly parameters: readonly unknown[];
  readonly caller: Caller;
}

/** The add-in, seen from the calls: the world. */
export interface CallPort {
  invoke(invocation: Invocation): void;
  cancel(id: number): void;
}

interface Entry {
  readonly invocation: Invocation;
  readonly caller: CallerState;
  readonly key: string;
  result?: CallResult;
  pass: number;
}

interface CallerState {
  readonly at: Caller;
  readonly entries: Map<string, Entry>;
  formula: string;
  pass: number;
  /** How many calculations it has let pass since it shows an error; while it does so, it calls nothing. */
  swallowed: number;
  stuck: boolean;
}

const unknownName: CallResult = { value: '#NAME?', message: '' };
const busy: CallResult = { value: '#BUSY!', message: '' };

/**
 * The custom functions' calls, by cell. The engine asks for a cell's value whenever it likes; Excel calls a function once per
 * recalculation. So each cell remembers its calls by their parameters: the first ask starts the call and answers #BUSY!, later
 * ones answer what came of it. What a cell no longer asks for is cancelled and forgotten.
 */
export class Calls {
  readonly #port: CallPort;
  readonly #callers = new Map<string, CallerState>();
  readonly #entries = new Map<number, Entry>();
  readonly #saved = new Map<string, CallResult>();
  /** Cells whose formulas were read before the add-in's functions were known. */
  readonly #unread = new Set<string>();
  readonly samples: Samples;
  #pass = 0;
  #lastId = 0;

  /** @param samples what stands in cells before their first true answer. */
  constructor(port: CallPort, samples = new Samples()) {
    this.#port = port;
    this.samples = samples;
  }

  /** All results, as a saved workbook has them. Where a sample stands there is none: the call is made again on opening. */
  save(): SavedCall[] {
    return [...this.#callers.values()].flatMap(({ at, entries }) =>
      [...entries.values()].flatMap(({ key, result }) =>
        result === undefined || this.samples.insteadOf({ at, key, result }) ? [] : [{ key, at, result }],
      ),
    );
  }

  /**
   * Opens a saved workbook: its cells show what was saved, and call nothing before they are calculated again.
   * @param late whether the add-in comes after the workbook: #NAME? then stays until a formula is entered again
   *     (https://github.com/OfficeDev/office-js/issues/4185).
   */
  open(saved: readonly SavedCall[], late: boolean): void {
    for (const { key, at, result } of saved) {
      if (late) this.#unread.add(callerKey(at));
      else this.#saved.set(callerKey(at) + key, result);
    }
  }

  /** How many calls are in flight. */
  get pending(): number {
    return [...this.#entries.values()].filter(({ result }) => result === undefined).length;
  }

  /** How many calls have begun. */
  get begun(): number {
    return this.#lastId;
  }

  /** The value for this cell: the call's result, or #BUSY! while it runs. Starts the call where it is new. */
  ask(at: Caller, formula: string, definition: FunctionDefinition, parameters: readonly unknown[]): CallResult {
    const caller = this.#callerAt(at);
    caller.formula = formula;
    caller.pass = this.#pass;
    if (this.#unread.has(callerKey(at))) return unknownName;
    if (caller.stuck) return busy;
    const key = `${definition.id}${JSON.stringify(parameters)}`;
    const entry = caller.entries.get(key) ?? this.#begin(caller, key, definition, parameters);
    entry.pass = this.#pass;
    if (entry.result === undefined) return busy;
    return this.samples.insteadOf({ at, key, result: entry.result }) ?? entry.result;
  }

  /** What is already known for these parameters, for a look that must start nothing. */
  known(definition: FunctionDefinition, parameters: readonly unknown[]): CallResult {
    const key = `${definition.id}${JSON.stringify(parameters)}`;
    const entry = [...this.#entries.values()].find((one) => one.key === key && one.result !== undefined);
    return entry?.result ?? busy;
  }

  /** Takes the add-in's answers; gives the cells to compute again. Answers to cancelled calls are dropped. */
  settle(results: readonly InvocationResult[]): Caller[] {
    return results.flatMap((result) => {
      const entry = this.#entries.get(result.id);
      if (!entry) return [];
      entry.result = toCallResult(result);
      return [entry.caller.at];
    });
  }

  /**
   * A calculation of this cell: its next computation makes its calls again. On the web a cell that shows an error may let some
   * pass, and stay at #BUSY! meanwhile (https://github.com/OfficeDev/office-js/issues/3234).
   */
  recalculate(at: Caller, swallows = 0): void {
    const caller = this.#callers.get(callerKey(at));
    if (!caller) return;
    const failed = caller.stuck || [...caller.entries.values()].some(({ result }) => isError(result));
    if (!failed || caller.swallowed >= swallows) this.#empty(at, caller);
    else {
      for (const entry of caller.entries.values()) this.#drop(entry);
      Object.assign(caller, { stuck: true, swallowed: caller.swallowed + 1 });
    }
  }

  /** Its formula is entered: forgets this cell's calls, so that its computation makes them again; running ones are cancelled. */
  forget(at: Caller): void {
    this.#unread.delete(callerKey(at));
    const caller = this.#callers.get(callerKey(at));
    if (!caller) return;
    this.#empty(at, caller);
    this.#callers.delete(callerKey(at));
  }

  /** After an evaluation: forgets what no cell asks for any more. `formulaAt` gives a cell's formula, if it holds one. */
  sweep(formulaAt: (at: Caller) => string | undefined): void {
    for (const caller of [...this.#callers.values()]) {
      if (caller.pass === this.#pass) {
        for (const entry of caller.entries.values()) if (entry.pass !== this.#pass) this.#drop(entry);
      } else if (formulaAt(caller.at) !== caller.formula) this.forget(caller.at);
    }
    this.#pass += 1;
  }

  /** The card of what a cell shows of its own call. */
  cardAt(at: Caller): CellResult['card'] {
    const [entry] = this.#callers.get(callerKey(at))?.entries.values() ?? [];
    const result = entry?.result;
    return Array.isArray(result) ? result[0]?.[0]?.card : result?.card;
  }

  /** Every cell that has called a custom function. */
  callers(): Caller[] {
    return [...this.#callers.values()].map(({ at }) => at);
  }

  #callerAt(at: Caller): CallerState {
    const known = this.#callers.get(callerKey(at));
    if (known) return known;
    const entries = new Map<string, Entry>();
    const caller: CallerState = { at, entries, formula: '', pass: this.#pass, swallowed: 0, stuck: false };
    this.#callers.set(callerKey(at), caller);
    return caller;
  }

  /** A call that starts, or that was made before the workbook was saved. */
  #begin(caller: CallerState, key: string, definition: FunctionDefinition, parameters: readonly unknown[]): Entry {
    const invocation = { id: (this.#lastId += 1), definition, parameters, caller: caller.at };
    const entry: Entry = { invocation, caller, key, pass: this.#pass };
    caller.entries.set(key, entry);
    this.#entries.set(invocation.id, entry);
    const cell = callerKey(caller.at);
    const saved = this.#saved.get(cell + key) ?? this.#saved.get(cell + wholeCell);
    this.#saved.delete(cell + wholeCell);
    if (saved === undefined) this.#port.invoke(invocation);
    else entry.result = saved;
    return entry;
  }

  #empty(at: Caller, caller: CallerState): void {
    for (const entry of caller.entries.values()) this.#drop(entry);
    for (const key of this.#saved.keys()) if (key.startsWith(callerKey(at))) this.#saved.delete(key);
    Object.assign(caller, { stuck: false, swallowed: 0 });
  }

  #drop(entry: Entry): void {
    entry.caller.entries.delete(entry.key);
    this.#entries.delete(entry.invocation.id);
    const { definition, id } = entry.invocation;
    const running = entry.result === undefined || definition.options.stream;
    if (running && (invocationFlags(definition) & 3) !== 0) this.#port.cancel(id);
  }
}

const callerKey = ({ sheetId, row, col }: Caller): string => `${sheetId}:${row}:${col}:`;

const isError = (result: CallResult | undefined): boolean =>
  result !== undefined && !Array.isArray(result) && result.message !== undefined;
