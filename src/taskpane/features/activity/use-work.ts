import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Callers } from '../../../office/cells/callers';
import type { Cells } from '../../../office/workbook/cells';
import type { FailedCell, FailedCells } from '../../../office/cells/failed-cells';
import type { LastResults, StaleCell } from '../../../office/cells/last-results';
import type { Questions, RunningQuestion } from '../../../office/queries/metrics-query';

export type WorkQuestions = Pick<Questions, 'running' | 'subscribe'>;
export type WorkFailures = Pick<FailedCells, 'list' | 'failureAt' | 'subscribe' | 'forget'>;

export interface WorkSources {
  readonly questions: WorkQuestions;
  readonly failed: WorkFailures;
  readonly last: Pick<LastResults, 'list' | 'subscribe' | 'drop'>;
  readonly callers: Pick<Callers, 'silent' | 'setSilent' | 'subscribe'>;
}

export type WorkCells = Pick<Cells, 'watchEdits' | 'lostFormulas'>;

/** What the cells of the workbook are waiting for, and what they could not get. */
export interface Work {
  readonly running: readonly RunningQuestion[];
  readonly failed: readonly FailedCell[];
  /** Cells that show an older answer. */
  readonly stale: readonly StaleCell[];
  /** Cells that Excel did not calculate. */
  readonly silent: readonly string[];
}

/** Most answers are there before anybody could read that they are on their way. Unit: milliseconds. */
const soonMs = 600;

const useRunning = (questions: WorkQuestions): readonly RunningQuestion[] => {
  const [running, setRunning] = useState(() => questions.running());
  useEffect(() => {
    setRunning(questions.running());
    return questions.subscribe(() => setRunning(questions.running()));
  }, [questions]);
  return running;
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

/** No longer lists cells whose formula somebody has deleted or changed. */
const useTidying = (cells: WorkCells, { failed, last, callers }: Omit<WorkSources, 'questions'>): void => {
  useEffect(
    () =>
      cells.watchEdits(() => {
        const listed = [...failed.list(), ...last.list()].map(({ address }) => address);
        const addresses = [...new Set([...listed, ...callers.silent()])];
        if (addresses.length === 0) return;
        cells.lostFormulas(addresses).then(
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

export const useWork = ({ questions, ...listed }: WorkSources, cells: WorkCells): Work => {
  const { failed, last, callers } = listed;
  useTidying(cells, listed);
  const running = useRunning(questions).filter(({ addresses }) => addresses.length > 0);
  const lasts = useLasting(running.length > 0);
  return {
    running: lasts ? running : [],
    failed: useSyncExternalStore(failed.subscribe, failed.list),
    stale: useSyncExternalStore(last.subscribe, last.list),
    silent: useSyncExternalStore(callers.subscribe, callers.silent),
  };
};
