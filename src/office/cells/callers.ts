import { createObservable } from '../lib/observable';

/** One call of a cell; a cell may make several, each with a key of its own. */
export interface CellCall {
  readonly address: string;
  readonly key: string;
  /** Its place in the order of all calls: no clock is needed. */
  readonly turn: number;
}

/** A call's identity among all cells'. */
export const callId = ({ address, key }: CellCall): string => `${address} ${key}`;

/** Which cells call our functions, when each last did, and which Excel should have asked and did not. */
export interface Callers {
  /** Notes that a call starts. */
  start(address: string, key: string): CellCall;
  /** The turn of the latest call. */
  turn(): number;
  /** The cells that have called after a turn; all that ever have, after turn 0. */
  since(turn: number): readonly string[];
  /** The cells that were to be asked and have not been since. */
  silent(): readonly string[];
  setSilent(addresses: readonly string[]): void;
  /** Tells of changes of the silent cells. */
  subscribe(listener: () => void): () => void;
}

/** An address for comparisons: Excel writes one and the same cell with quotes, dollars and neither. */
export const placeKey = (address: string): string => address.replace(/['$]/g, '').toLowerCase();

/** @param atMost how many cells are remembered; those that called longest ago go first */
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
