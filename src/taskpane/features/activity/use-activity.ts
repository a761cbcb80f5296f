import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Callers } from '../../../office/cells/callers';
import type { FailedCell, FailedCells } from '../../../office/cells/failed-cells';
import type { LastResults, StaleCell } from '../../../office/cells/last-results';
import type { Queries, RunningQuery } from '../../../office/queries/cell-functions';
import type { Cells } from '../../../office/workbook/cells';

export type ActivityQueries = Pick<Queries, 'running' | 'subscribe'>;
export type ActivityFailures = Pick<FailedCells, 'list' | 'failureAt' | 'subscribe' | 'forget'>;

export interface ActivityDeps {
  readonly queries: ActivityQueries;
  readonly failed: ActivityFailures;
  readonly last: Pick<LastResults, 'list' | 'subscribe' | 'drop'>;
  readonly callers: Pick<Callers, 'silent' | 'setSilent' | 'subscribe'>;
}

export type ActivityCells = Pick<Cells, 'watchEdits' | 'findRemovedFormulas'>;

/** What the cells of the workbook are waiting for, and what they could not get. */
export interface Activity {
  readonly running: readonly RunningQuery[];
  readonly failed: readonly FailedCell[];
  /** Cells that show an older answer. */
  readonly stale: readonly StaleCell[];
  /** Cells that Excel did not calculate. */
  readonly silent: readonly string[];
}

/** Most answers arrive sooner than a person could read a progress line. Unit: milliseconds. */
const soonMs = 600;

interface RunningStore {
  readonly list: ActivityQueries['running'];
  readonly subscribe: ActivityQueries['subscribe'];
}

/** The running queries as React reads them: the same list until something changes. */
const runningStore = (queries: ActivityQueries): RunningStore => {
  let list = queries.running();
  return {
    list: () => list,
    subscribe: (listener) => {
      list = queries.running();
      return queries.subscribe(() => {
        list = queries.running();
        listener();
      });
    },
  };
};

const useRunning = (queries: ActivityQueries): readonly RunningQuery[] => {
  const { subscribe, list } = useMemo(() => runningStore(queries), [queries]);
  return useSyncExternalStore(subscribe, list);
};

/** Whether something has gone on for a while. */
const useLasting = (on: boolean): boolean => {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => setLasts(true), soonMs);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [on]);
  return lasts;
};

/** Stops listing cells whose formula was deleted or changed. */
const useTidying = (cells: ActivityCells, { failed, last, callers }: Omit<ActivityDeps, 'queries'>): void => {
  useEffect(
    () =>
      cells.watchEdits(() => {
        const listed = [...failed.list(), ...last.list()].map(({ address }) => address);
        const addresses = [...new Set([...listed, ...callers.silent()])];
        if (addresses.length === 0) return;
        cells.findRemovedFormulas(addresses).then(
          (lost) => {
            for (const address of lost) failed.forget(address);
            last.drop(({ address }) => lost.includes(address));
            callers.setSilent(callers.silent().filter((address) => !lost.includes(address)));
          },
          () => undefined,
        );
      }),
    [cells, failed, last, callers],
  );
};

export const useActivity = ({ queries, ...listed }: ActivityDeps, cells: ActivityCells): Activity => {
  const { failed, last, callers } = listed;
  useTidying(cells, listed);
  const running = useRunning(queries).filter(({ addresses }) => addresses.length > 0);
  const lasts = useLasting(running.length > 0);
  return {
    running: lasts ? running : [],
    failed: useSyncExternalStore(failed.subscribe, failed.list),
    stale: useSyncExternalStore(last.subscribe, last.list),
    silent: useSyncExternalStore(callers.subscribe, callers.silent),
  };
};
