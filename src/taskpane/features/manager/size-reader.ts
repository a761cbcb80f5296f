/** Reads how many cells formulas fill. Excel shows a result some time after the function has returned it. */
import { delay, type SetTimer } from '../../../office/lib/async';
import type { RangeSize } from '../../../office/workbook/placement';

type Sizes = ReadonlyMap<string, RangeSize>;

/**
 * The waits before the looks at a formula that was answered, in milliseconds. Excel shows a result 200 to 500 ms after the
 * function has returned it, many results later.
 */
const everyMs = [300, 700, 2_000, 4_000];

export interface SizeReaderDeps {
  /** Reads sizes by address. Never rejects. */
  readonly read: (addresses: readonly string[]) => Promise<Sizes>;
  readonly wait: SetTimer;
  /** Called with all sizes that are known, after each reading. */
  readonly onRead: (sizes: Sizes) => void;
}

/** Reads sizes until it is ended. */
export interface SizeReader {
  /** Reads the sizes of formulas once. */
  look(addresses: readonly string[]): void;
  /** Reads the sizes of formulas that were answered until they fill other cells than before, a few times at most. */
  follow(addresses: readonly string[]): void;
  end(): void;
}

const isSame = (one: RangeSize | undefined, other: RangeSize | undefined): boolean =>
  one?.rows === other?.rows && one?.columns === other?.columns;

const isSpill = (size: RangeSize | undefined): boolean => size !== undefined && size.rows * size.columns > 1;

/** Creates a reader that reads the sizes of many formulas at once. */
export const createSizeReader = ({ read, wait, onRead }: SizeReaderDeps): SizeReader => {
  /** How many looks at each formula are left. */
  const due = new Map<string, number>();
  let known: Sizes = new Map();
  let [round, isWorking, isEnded] = [0, false, false];
  const hasEnded = (): boolean => isEnded;

  const work = async (): Promise<void> => {
    isWorking = true;
    while (due.size > 0) {
      await delay(wait, everyMs[round] ?? 0);
      if (hasEnded()) return;
      round += 1;
      const looks = [...due];
      due.clear();
      const sizes = await read(looks.map(([address]) => address));
      if (hasEnded()) return;
      for (const [address, left] of looks) {
        const size = sizes.get(address);
        const isSettled = left === 1 || (isSpill(size) && !isSame(size, known.get(address)));
        if (!isSettled) due.set(address, Math.max(left - 1, due.get(address) ?? 0));
      }
      known = new Map([...known, ...sizes]);
      onRead(known);
    }
    isWorking = false;
  };
  const enqueue = (addresses: readonly string[], looks: number): void => {
    for (const address of addresses) due.set(address, Math.max(looks, due.get(address) ?? 0));
    round = 0;
    if (!isWorking && due.size > 0) void work();
  };
  return {
    look: (addresses) => enqueue(addresses, 1),
    follow: (addresses) => enqueue(addresses, everyMs.length),
    end: () => {
      isEnded = true;
      due.clear();
    },
  };
};
