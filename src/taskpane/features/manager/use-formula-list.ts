/** The formulas of the workbook as the list shows them, kept up to date while it is open. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Failure, failureOf } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import type { SerialShift } from '../../../core/time/excel-time';
import { setTimer } from '../../../office/lib/async';
import { eachInSlices } from '../../../office/lib/in-slices';
import type { Cells } from '../../../office/workbook/cells';
import type { FormulaStatus } from '../../../office/workbook/formulas/formula-status';
import type { FormulaList, ListedFormula } from '../../../office/workbook/formulas/list-formulas';
import type { WorkbookFormulas } from '../../../office/workbook/formulas/workbook-formulas';
import type { RangeSize } from '../../../office/workbook/placement';
import type { SkillEntry } from '../../model/skill-list';
import type { FormulaItem } from './arrange';
import {
  describe,
  type Description,
  type DescriptionContext,
  type FormulaForms,
  readFormulaForms,
  referencedCells,
} from './describe';
import { createSizeReader, type SizeReader } from './size-reader';

export interface FormulaListDeps {
  readonly formulas: WorkbookFormulas;
  readonly cells: Pick<Cells, 'watchEdits'>;
  readonly skills: readonly SkillEntry[];
  readonly serialShift: SerialShift;
  readonly now: () => Instant;
}

export type FormulaListState =
  | { readonly kind: 'busy'; readonly done: number; readonly all: number | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ready'; readonly items: readonly FormulaItem[]; readonly surroundings: DescriptionContext };

/** A list as Excel gave it, with the values that its formulas refer to. */
interface ListReading {
  readonly list: FormulaList;
  readonly values: DescriptionContext['values'];
  /** As they were at that time. */
  readonly statuses: Statuses;
}

type Statuses = ReadonlyMap<string, FormulaStatus>;
type Parse = (listed: ListedFormula) => FormulaForms;

/** Edits, and answers, come in bursts. Unit: milliseconds. */
const calmMs = 300;

const sheetOf = ({ at }: ListedFormula): string => (at.kind === 'cell' ? at.sheet : '');
const placeOf = ({ at }: ListedFormula): string => (at.kind === 'cell' ? at.address : at.name);
const addressesOf = (formulas: readonly ListedFormula[]): readonly string[] =>
  formulas.flatMap(({ at }) => (at.kind === 'cell' ? [at.address] : []));

/** Calls back once after the last of several calls. */
const useCalm = (act: () => void): (() => void) => {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), calmMs);
  }, []);
};

/** Remembers what formulas were read as: most stay the same from one reading to the next. */
const createParser = (): Parse => {
  const known = new Map<string, FormulaForms>();
  return (listed) => {
    const key = `${sheetOf(listed)}\n${listed.formula}`;
    const parsed = known.get(key) ?? readFormulaForms(listed.formula, sheetOf(listed));
    known.set(key, parsed);
    return parsed;
  };
};

type Progress = (done: number, all: number) => void;

const statusesOf = (formulas: WorkbookFormulas, listed: readonly ListedFormula[], parse: Parse): Statuses => {
  const statusOf = formulas.statuses();
  return new Map(listed.map((one) => [one.id, statusOf(one, parse(one).calls.length)] as const));
};

const read = async (
  formulas: WorkbookFormulas,
  parse: Parse,
  signal: AbortSignal,
): Promise<ListReading | undefined> => {
  const list = await formulas.list();
  const addresses = new Set<string>();
  const isDone = await eachInSlices(
    list.formulas,
    (listed) => {
      for (const address of referencedCells(parse(listed), list.cellsOfNames)) addresses.add(address);
    },
    { signal },
  );
  if (!isDone) return undefined;
  const values = await formulas.values([...addresses], list.sheets);
  return { list, values, statuses: statusesOf(formulas, list.formulas, parse) };
};

type Descriptions = ReadonlyMap<string, Description>;

const describeAll = async (
  { list }: ListReading,
  parse: Parse,
  surroundings: DescriptionContext,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<Descriptions | undefined> => {
  const descriptions = new Map<string, Description>();
  // Formulas that are copied down differ in nothing but their references.
  const isDone = await eachInSlices(
    list.formulas,
    (listed) => descriptions.set(listed.id, describe(parse(listed), sheetOf(listed), surroundings)),
    { signal, onPause: (done) => onProgress(done, list.formulas.length) },
  );
  return isDone ? descriptions : undefined;
};

/** What is put together for the list, each part as it was read last. */
interface Parts {
  readonly reading: ListReading;
  readonly surroundings: DescriptionContext;
  readonly described: Descriptions;
}

/** Whether nothing has come of a formula since: its cells are the same. */
const isSameStatus = (one: FormulaStatus | undefined, other: FormulaStatus | undefined): boolean =>
  one?.state.kind === other?.state.kind && one?.fetchedAt === other?.fetchedAt;

const unknownStatus: FormulaStatus = { state: { kind: 'done' } };

/**
 * Lists the formulas, and follows edits and answers.
 * @returns the listing, and what reads the workbook again
 */
export const useFormulaList = (deps: FormulaListDeps): readonly [FormulaListState, () => void] => {
  const { formulas, cells, skills, serialShift, now } = deps;
  const [parse] = useState(createParser);
  const [reading, setReading] = useState<ListReading>();
  const [failure, setFailure] = useState<Failure>();
  const [parts, setParts] = useState<Parts>();
  const [progress, setProgress] = useState<{ readonly done: number; readonly all: number }>();
  const [statuses, setStatuses] = useState<Statuses>(new Map());
  const [sizes, setSizes] = useState<ReadonlyMap<string, RangeSize>>(new Map());
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt((before) => before + 1), []);

  useEffect(() => {
    const left = new AbortController();
    read(formulas, parse, left.signal).then(
      (next) => {
        if (left.signal.aborted || next === undefined) return;
        setFailure(undefined);
        setReading(next);
        setStatuses(next.statuses);
      },
      (error: unknown) => (left.signal.aborted ? undefined : setFailure(failureOf(error))),
    );
    return () => left.abort();
  }, [formulas, parse, attempt]);

  useEffect(() => {
    if (reading === undefined) return undefined;
    const left = new AbortController();
    const { list, values } = reading;
    const surroundings = { now: now(), serialShift, skills, cellsOfNames: list.cellsOfNames, values };
    void describeAll(reading, parse, surroundings, (done, all) => setProgress({ done, all }), left.signal).then(
      (described) => (described === undefined ? undefined : setParts({ reading, surroundings, described })),
    );
    return () => left.abort();
  }, [reading, parse, serialShift, skills, now]);

  const sizeReader = useRef<SizeReader>(undefined);
  useEffect(() => {
    const reader = createSizeReader({
      read: (addresses) => formulas.sizes(addresses),
      wait: setTimer,
      onRead: setSizes,
    });
    sizeReader.current = reader;
    return () => reader.end();
  }, [formulas]);
  /** The statuses when sizes were last read. */
  const seen = useRef<Statuses>(undefined);
  const readSizes = (listed: readonly ListedFormula[], next: Statuses): void => {
    const before = seen.current;
    seen.current = next;
    sizeReader.current?.follow(
      before === undefined ? [] : addressesOf(listed.filter(({ id }) => !isSameStatus(before.get(id), next.get(id)))),
    );
  };
  const followStatuses = useCalm(() => {
    if (reading === undefined) return;
    const next = statusesOf(formulas, reading.list.formulas, parse);
    setStatuses(next);
    readSizes(reading.list.formulas, next);
  });
  const followEdits = useCalm(again);
  useEffect(() => {
    if (reading === undefined) return;
    sizeReader.current?.look(addressesOf(reading.list.formulas));
    readSizes(reading.list.formulas, reading.statuses);
  }, [reading]);
  useEffect(() => formulas.subscribe(followStatuses), [formulas, followStatuses]);
  useEffect(() => cells.watchEdits(followEdits), [cells, followEdits]);

  const items = useMemo(
    () =>
      parts?.reading.list.formulas.flatMap((listed): FormulaItem[] => {
        const description = parts.described.get(listed.id);
        if (description === undefined) return [];
        const { id } = listed;
        const status = statuses.get(id) ?? unknownStatus;
        const size = listed.at.kind === 'cell' ? sizes.get(listed.at.address) : undefined;
        return [{ id, listed, place: placeOf(listed), parsed: parse(listed), description, status, size }];
      }),
    [parts, statuses, sizes, parse],
  );
  if (failure !== undefined) return [{ kind: 'failed', failure }, again];
  if (items === undefined || parts === undefined)
    return [{ kind: 'busy', done: progress?.done ?? 0, all: reading?.list.formulas.length }, again];
  return [{ kind: 'ready', items, surroundings: parts.surroundings }, again];
};
