import { beforeEach, describe, expect, it } from 'vitest';
import { type Failure, FailureError } from '../../../src/core/domain/failure';
import type { CallLog } from '../../../src/office/cells/calculations';
import type { Callers } from '../../../src/office/cells/callers';
import type { FailedCells } from '../../../src/office/cells/failed-cells';
import { runExcel } from '../../../src/office/excel/run';
import type { RefreshScope, RefreshStatusCell } from '../../../src/office/refresh/refresh-status';
import type { RefreshRenewal, Workbook } from '../../../src/office/refresh/workbook';
import { FakeExcel, FakeSheet } from '../../support/office/fake-excel';
import { createManualClock, type ManualClock, settle } from '../../support/office/manual-clock';
import { workbookOf } from '../../support/office/workbook-of';

const ours = '=SKILLMETRICS(A1,"totalSessions","-7d")';
const away: Failure = { code: 'unavailable', message: 'Not there.', advice: 'Wait.' };

let first: FakeSheet;
let second: FakeSheet;
let excel: FakeExcel;
let clock: ManualClock;
let callers: Callers;
let failed: FailedCells;
let status: RefreshStatusCell;
let workbook: Workbook;
let log: CallLog;
let forgotten: number;
let renewals: RefreshRenewal[];
let preflight: () => Promise<number | undefined>;
let mergesUndo: boolean;

beforeEach(() => {
  mergesUndo = true;
  Object.assign(globalThis, { Office: { context: { requirements: { isSetSupported: () => mergesUndo } } } });
  first = new FakeSheet('Report');
  second = new FakeSheet("Ada's sheet");
  excel = new FakeExcel([first, second]);
  excel.install();
  clock = createManualClock(1_000);
  forgotten = 0;
  renewals = [];
  preflight = () => Promise.resolve(undefined);
  ({ workbook, log, callers, failed, status } = workbookOf(runExcel, clock, {
    preflight: () => preflight(),
    renew: (renewal) => {
      renewals.push(renewal);
      forgotten += 1;
      return { requests: () => 0, end: () => undefined };
    },
  }));
});

/** Excel calls a cell's function, which fails, or gives something. */
const call = async (address: string, failure?: Failure, key = 'k'): Promise<void> => {
  const own = callers.start(address, key);
  const outcome = failure === undefined ? Promise.resolve(1) : Promise.reject(new FailureError(failure));
  await failed.watch(own, () => outcome).catch(() => undefined);
};
/** Refreshes, and lets Excel pass over whatever it does not call. */
const refreshed = async (scope?: RefreshScope, sharedMs?: number): Promise<void> => {
  await workbook.refresh(scope, sharedMs);
  await clock.advance(6_000);
};
/** Cells that were calculated since somebody last looked. */
const calculated = (): string[] => excel.calculated.splice(0);

describe('refreshing', () => {
  beforeEach(() => {
    first.put(0, 0, { formula: 'Title' }).put(1, 0, { formula: ours }).put(2, 0, { formula: ours });
    first.put(2, 2, { formula: '=SUM(A1:A9)' }).put(4, 1, { formula: ours, value: '#N/A', error: true });
    second.put(0, 3, { formula: `=IFERROR(${ours.slice(1)},0)` }).put(1, 3, { formula: '=1/0', error: true });
  });

  it("has what was asked since it began shared, on the relay's clock, and all asked where it should be", async () => {
    preflight = () => Promise.resolve(5_000);
    await refreshed();
    await refreshed('everything');
    await refreshed('workbook', 2_000);
    const places = new Set(['report!a2', 'report!a3', 'report!b5', 'adas sheet!d1']);
    expect(renewals).toEqual([
      { since: 5_000, places, all: false, lists: true },
      { since: 5_000, places, all: true, lists: true },
      { since: 3_000, places, all: false, lists: true },
    ]);
  });

  it('that should ask everything again and was refused is still one of everything', async () => {
    preflight = () => Promise.reject(new FailureError(away));
    expect(await workbook.refresh('everything')).toMatchObject({ kind: 'refused', scope: 'everything' });
  });

  it('calculates all our formulas of the workbook and no others, and forgets what is in memory before', async () => {
    expect(await workbook.refresh()).toEqual({ kind: 'running', scope: 'workbook', done: 0, total: 4 });
    expect(calculated()).toEqual(['Report!A2', 'Report!A3', 'Report!B5', "Ada's sheet!D1"]);
    expect(forgotten).toBe(1);
  });

  it('never calculates what is open beside the workbook', async () => {
    await workbook.refresh();
    await clock.advance(60_000);
    expect(excel.calculations).toBe(0);
  });

  it('touches nothing where the relay cannot answer, and says why', async () => {
    preflight = () => Promise.reject(new FailureError(away));
    expect(await workbook.refresh()).toEqual({ kind: 'refused', at: 1_000, failure: away, scope: 'workbook' });
    expect([excel.dirty, calculated(), excel.reads, forgotten]).toEqual([[], [], [], 0]);
    expect(status.get()).toMatchObject({ kind: 'refused' });
  });

  it('leaves no cell with an answer of before, where Excel refuses midway', async () => {
    const address = 'Report!A2';
    const calculate = log.watch(async (_, calculation) => (await calculation(() => undefined))?.cells() ?? []);
    const ask = (value: number): Promise<unknown> =>
      calculate({ name: 'total', args: {}, invocation: { address } }, () =>
        Promise.resolve({ cells: () => [[value]], asOf: 0, points: 1 }),
      );
    await ask(1);
    await workbook.refresh();
    excel.refuses = { code: 'AccessDenied' };
    await clock.advance(6_000);
    expect(status.get()).toMatchObject({ kind: 'refused', failure: { code: 'forbidden' } });
    expect(await ask(2)).toEqual([[2]]);
  });

  it('says why where Excel refuses', async () => {
    excel.refuses = { code: 'AccessDenied' };
    expect(await workbook.refresh()).toMatchObject({
      kind: 'refused',
      failure: { code: 'forbidden' },
    });
  });

  it('is one where it is asked for twice at once', async () => {
    await Promise.all([workbook.refresh(), workbook.refresh()]);
    expect(forgotten).toBe(1);
  });

  it('reaches formulas behind names, and cells that are known only by their calls', async () => {
    excel.names.push({ name: 'Weekly', formula: '=LAMBDA(skill,SKILLTOTAL(skill,"totalSessions","-7d"))' });
    second.names.push({ name: 'Also', formula: '=LAMBDA(skill,weekly(skill))' });
    first.put(8, 5, { formula: '=IFERROR(Weekly(A1),"none")' }).put(9, 5, { formula: '=Also(A1)' });
    first.put(10, 5, { formula: '=INDIRECTLY(A1)' }).put(11, 5, { formula: '=Unweekly(A1)' });
    await call('$F$11');
    await call('Report!F11');
    await workbook.refresh();
    expect(calculated().filter((cell) => cell.startsWith('Report!F'))).toEqual([
      'Report!F9',
      'Report!F10',
      'Report!F11',
    ]);
  });

  it('reads sheets in parts that Excel on the web can give', async () => {
    first.put(70_000, 2, { formula: ours });
    expect(await workbook.refresh()).toMatchObject({ total: 5 });
    expect(calculated()).toContain('Report!C70001');
    expect(Math.max(...excel.reads)).toBeLessThanOrEqual(50_000);
  });
});

describe('a cell that Excel does not ask for', () => {
  beforeEach(() => {
    first.put(0, 0, { formula: ours }).put(1, 0, { formula: ours, value: '#BUSY!', error: true });
    first.put(2, 0, { formula: `=IF(B1="",0,${ours.slice(1)})` });
  });

  it('is calculated once more where it shows an error, and then reported', async () => {
    await workbook.refresh();
    expect(calculated()).toEqual(['Report!A1', 'Report!A2', 'Report!A3']);
    await call('Report!A1');
    await clock.advance(2_000);
    expect(calculated()).toEqual(['Report!A2']);
    expect(callers.silent()).toEqual([]);
    await clock.advance(3_000);
    expect(callers.silent()).toEqual(['Report!A2']);
    await clock.advance(600_000);
    expect(calculated()).toEqual([]);
    await call("'Report'!$A$2");
    expect(callers.silent()).toEqual([]);
  });

  it('is not reported if the second time helps', async () => {
    await workbook.refresh();
    await call('Report!A1');
    await clock.advance(2_000);
    await call('Report!A2');
    await clock.advance(60_000);
    expect(callers.silent()).toEqual([]);
  });

  it('is calculated once more where it would have called, whatever it shows, and then reported', async () => {
    await workbook.refresh();
    calculated();
    await call('Report!A2');
    await clock.advance(2_000);
    expect(calculated()).toEqual(['Report!A1']);
    await clock.advance(3_000);
    expect(callers.silent()).toEqual(['Report!A1']);
    await clock.advance(1_000);
    await workbook.refresh();
    expect(callers.silent()).toEqual([]);
  });

  it('is reported beside others that are calculated at the same time', async () => {
    await workbook.retry(['Report!A2']);
    await clock.advance(2_500);
    await workbook.retry(['Report!A1']);
    await clock.advance(2_500);
    expect(callers.silent()).toEqual(['Report!A2']);
    await clock.advance(2_500);
    expect(callers.silent()).toEqual(['Report!A2', 'Report!A1']);
  });

  it('is calculated once more where its call had failed, whatever it shows', async () => {
    first.put(0, 0, { formula: `=IFERROR(${ours.slice(1)},0)` });
    await call('Report!A1', away);
    await workbook.refresh();
    calculated();
    await call('Report!A2');
    await clock.advance(2_000);
    expect(calculated()).toEqual(['Report!A1']);
  });

  it('can have its formula entered again', async () => {
    await workbook.enterAgain(['Report!A2']);
    expect(excel.entered).toEqual(['Report!A2']);
    expect(first.cells.get('1,0')?.formula).toBe(ours);
  });
});

describe('a formula that Excel read before it knew our functions', () => {
  beforeEach(() => {
    first.put(0, 0, { formula: `=_xldudf_${ours.slice(1)}`, value: '#NAME?', error: true });
    second.put(0, 0, { formula: `=1+${ours.slice(1)}`, value: '#NAME?', error: true });
    first.put(1, 0, { formula: '=NOBODY()', value: '#NAME?', error: true }).put(2, 0, { formula: ours });
  });

  it('is entered again, all in one step of undo; #NAME? of others is left alone', async () => {
    await workbook.refresh();
    expect(excel.entered).toEqual(['Report!A1', "Ada's sheet!A1"]);
    expect(first.cells.get('0,0')?.formula).toBe(ours);
    expect(calculated()).toEqual(['Report!A3']);
    expect(excel.runs.filter(({ mergeUndoGroup }) => mergeUndoGroup === true)).toHaveLength(1);
  });

  it('is entered again where Excel cannot join the steps', async () => {
    mergesUndo = false;
    await workbook.refresh();
    expect(excel.entered).toHaveLength(2);
    expect(excel.runs.filter((options) => 'mergeUndoGroup' in options)).toEqual([]);
  });

  it("is reported if that doesn't help", async () => {
    await workbook.refresh();
    await call('Report!A3');
    await call('Report!A1');
    await clock.advance(5_000);
    expect(callers.silent()).toEqual(["'Ada''s sheet'!A1"]);
  });
});

describe('filling what has no answer', () => {
  it('finds cells by their failed calls, whatever they show', async () => {
    first.put(0, 0, { formula: `=IFERROR(${ours.slice(1)},"none")`, value: 'none' });
    first.put(1, 0, { formula: '=IF(ISERROR(Weekly(A1)),0,1)', value: 0 }).put(2, 0, { formula: ours });
    excel.names.push({ name: 'Weekly', formula: '=LAMBDA(skill,SKILLTOTAL(skill,"totalSessions","-7d"))' });
    second.put(0, 0, { formula: '=IFERROR(HIDDEN(),"none")', value: 'none' });
    for (const address of ['Report!A1', 'Report!A2', "'Ada''s sheet'!A1"]) await call(address, away);
    await call('Report!A3');
    failed.forget();
    await workbook.fillFailed();
    expect(calculated()).toEqual(['Report!A1', 'Report!A2', "Ada's sheet!A1"]);
    expect(forgotten).toBe(0);
  });

  it('finds cells that were saved as an error', async () => {
    first.put(0, 0, { formula: ours, value: '#N/A', error: true }).put(1, 0, { formula: ours, value: 7 });
    first.put(2, 0, { formula: '=1/0', error: true });
    await workbook.fillFailed();
    expect(calculated()).toEqual(['Report!A1']);
  });

  describe('that was saved with a value that may stand for an error', () => {
    const hiding = `=IFERROR(${ours.slice(1)},"none")`;
    beforeEach(() => {
      first.put(0, 0, { formula: hiding, value: 'none' }).put(1, 0, { formula: hiding, value: 7 });
      first.put(2, 0, { formula: `=IF(ISERROR(${ours.slice(1)}),0,1)`, value: 0 });
      first
        .put(3, 0, { formula: '=Safe(A1)', value: 'none' })
        .put(4, 0, { formula: '=IFERROR(B1,"none")', value: 'none' });
      excel.names.push({ name: 'Safe', formula: '=LAMBDA(skill,IFERROR(SKILLTOTAL(skill),"none"))' });
    });

    it('asks for all but those that certainly show an answer, once', async () => {
      await workbook.fillFailed();
      expect(calculated()).toEqual(['Report!A1', 'Report!A3', 'Report!A4']);
      for (const address of ['Report!A1', 'Report!A3', 'Report!A4']) await call(address);
      await workbook.fillFailed();
      expect(calculated()).toEqual([]);
      expect(status.get()).toEqual({ kind: 'none' });
    });

    it('touches none where they cannot be answered, and says why', async () => {
      preflight = () => Promise.reject(new FailureError(away));
      await workbook.fillFailed();
      expect(calculated()).toEqual([]);
      expect(status.get()).toMatchObject({ kind: 'refused', failure: away });
    });
  });

  it('finds cells whose sheet was renamed, or that were moved, without touching those that have answers', async () => {
    second.put(4, 0, { formula: `=IFERROR(${ours.slice(1)},"none")`, value: 'none' });
    first.put(0, 0, { formula: ours, value: 7 });
    await call('Old name!A2', away);
    await call('Report!A1');
    await workbook.fillFailed();
    expect(calculated()).toEqual(["Ada's sheet!A5"]);
    await call("'Ada''s sheet'!A5");
    await workbook.fillFailed();
    expect(calculated()).toEqual([]);
  });
});

describe('a cell that is calculated again', () => {
  it('is tried only where the relay can answer', async () => {
    preflight = () => Promise.reject(new FailureError(away));
    await workbook.retry(['Report!A1']);
    expect(calculated()).toEqual([]);
    expect(status.get()).toMatchObject({ kind: 'refused', failure: away });
    renewals = [];
    preflight = () => Promise.resolve(undefined);
    await workbook.retry(['Report!A1']);
    expect(calculated()).toEqual(['Report!A1']);
    expect(status.get()).toEqual({ kind: 'none' });
    expect(forgotten).toBe(1);
  });

  it('no longer waits for calls that its formula no longer makes', async () => {
    first.put(0, 0, { formula: ours });
    await call('Report!A1', away, 'before');
    await workbook.retry(['Report!A1']);
    await call('Report!A1', away, 'after');
    await clock.advance(5_000);
    await settle();
    const at = { address: 'Report!A1', turn: 9 };
    expect(failed.isFailing({ ...at, key: 'before' })).toBe(false);
    expect(failed.isFailing({ ...at, key: 'after' })).toBe(true);
  });

  it('is forgotten where its sheet is gone, and the others are tried', async () => {
    await call('Gone!A1', away);
    await call('Report!A1', away);
    await workbook.retry(['Gone!A1', 'Report!A1']);
    expect(calculated()).toEqual(['Report!A1']);
    expect(failed.waiting()).toEqual(['Report!A1']);
  });

  it('rejects where Excel refuses', async () => {
    excel.refuses = { code: 'AccessDenied' };
    await expect(workbook.retry(['Report!A1'])).rejects.toMatchObject({ failure: { code: 'forbidden' } });
    expect(status.get()).toEqual({ kind: 'none' });
  });
});
