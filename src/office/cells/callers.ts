import { createObservable } from '../lib/observable';

/** A call of a cell. A cell may make several, each with its own key. */
export interface CellCall {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
  readonly key: string;
  /** Its number in the order of all calls. */
  readonly turn: number;
}

/** The identity of a call among the calls of all cells. */
export const callId = ({ address, key }: CellCall): string => `${address} ${key}`;

/**
 * The cells that call the add-in's functions, the latest call of each, and the silent ones, which should have called.
 */
export interface Callers {
  /** Records that a call starts. */
  start(address: string, key: string): CellCall;
  /** The turn of the latest call; 0 before the first. */
  turn(): number;
  /** The addresses of cells that have called after a turn. Turn 0 gives all cells that have ever called. */
  since(turn: number): readonly string[];
  /** The addresses of cells that Excel was told to calculate and that have not called since. */
  silent(): readonly string[];
  /** Replaces the silent cells. */
  setSilent(addresses: readonly string[]): void;
  /** Calls `listener` when the silent cells change. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

/** Normalises an address for comparisons: Excel writes the same cell with and without quotes and dollars. */
export const placeKey = (address: string): string => address.replace(/['$]/g, '').toLowerCase();

/**
 * Creates an empty record of callers.
 * @param atMost the most cells in memory; those that called longest ago are dropped. 20,000 by default.
 */
export const createCallers = (atMost = 20_000): Callers => {
  const latest = new Map<string, number>();
  let turn = 0;
  const silent = createObservable<readonly string[]>([]);
  const setSilent = (next: readonly string[]): void => {
    if (next.length + silent.get().length > 0) silent.set(next);
  };

  return {
    start: (address, key) => {
      turn += 1;
      latest.delete(address);
      latest.set(address, turn);
      for (const oldest of latest.keys()) {
        if (latest.size <= atMost) break;
        latest.delete(oldest);
      }
      setSilent(silent.get().filter((one) => placeKey(one) !== placeKey(address)));
      return { address, key, turn };
    },
    turn: () => turn,
    since: (after) => [...latest].filter(([, last]) => last > after).map(([address]) => address),
    silent: silent.get,
    setSilent,
    subscribe: silent.subscribe,
  };
};
