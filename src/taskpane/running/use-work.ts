import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Cells } from '../../office/cells';
import type { FailedCell, FailedCells } from '../../office/failed-cells';
import type { Questions, RunningQuestion } from '../../office/questions';

export type WorkQuestions = Pick<Questions, 'running' | 'subscribe'>;
export type WorkFailures = Pick<FailedCells, 'list' | 'subscribe' | 'forget'>;

export type WorkCells = Pick<Cells, 'watchEdits' | 'lostFormulas'>;

/** What the cells of the workbook are waiting for, and what they could not get. */
export interface Work {
  readonly running: readonly RunningQuestion[];
  readonly failed: readonly FailedCell[];
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

/** Forgets failures of cells whose formula somebody has deleted or changed. */
const useTidying = (cells: WorkCells, failures: WorkFailures): void => {
  useEffect(
    () =>
      cells.watchEdits(() => {
        const addresses = failures.list().map(({ address }) => address);
        if (addresses.length === 0) return;
        cells.lostFormulas(addresses).then(
          (lost) => {
            for (const address of lost) failures.forget(address);
          },
          () => undefined,
        );
      }),
    [cells, failures],
  );
};

export const useWork = (questions: WorkQuestions, failures: WorkFailures, cells: WorkCells): Work => {
  useTidying(cells, failures);
  const running = useRunning(questions).filter(({ addresses }) => addresses.length > 0);
  const lasts = useLasting(running.length > 0);
  const failed = useSyncExternalStore(failures.subscribe, failures.list);
  return { running: lasts ? running : [], failed };
};
