import type { TableLook } from '../../core/tables/table-style';
import type { ResultOrigin } from './call-result';
import { placeKey } from './callers';

/** Where the numbers of a cell came from, and how they are laid out. */
export interface CellOrigin extends ResultOrigin {
  readonly look: TableLook;
}

/** Where the numbers of each cell came from, since the add-in started. */
export interface Origins {
  /** Records the origin of a cell's latest call. */
  record(address: string, origin: CellOrigin): void;
  /** The origin of a cell's numbers; undefined if it hasn't called. */
  of(address: string): CellOrigin | undefined;
}

/**
 * Creates an empty record of origins.
 * @param atMost the most cells in memory; those that called longest ago are dropped. 20,000 by default.
 */
export const createOrigins = (atMost = 20_000): Origins => {
  const latest = new Map<string, CellOrigin>();
  return {
    record: (address, origin) => {
      const place = placeKey(address);
      latest.delete(place);
      latest.set(place, origin);
      for (const oldest of latest.keys()) {
        if (latest.size <= atMost) break;
        latest.delete(oldest);
      }
    },
    of: (address) => latest.get(placeKey(address)),
  };
};
