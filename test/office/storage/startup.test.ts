import { beforeEach, describe, expect, it } from 'vitest';
import { type Failure, FailureError } from '../../../src/core/domain/failure';
import { afterFirstCell } from '../../../src/office/cells/calculations';
import { cellsOf, type Invocation } from '../../../src/office/cells/call-result';
import { createStartup, type Startup } from '../../../src/office/storage/startup';

Object.assign(globalThis, {
  Office: { StartupBehavior: { load: 'Load', none: 'None' }, AsyncResultStatus: { Succeeded: 'succeeded' } },
});

/** A workbook: its mark, and what it keeps for the add-in. */
let marked: boolean;
let kept: Map<string, unknown>;
let marks: string[];

const startupOf = (knows = true): Startup =>
  createStartup({
    addin: () => ({
      getStartupBehavior: () =>
        knows
          ? Promise.resolve(marked ? Office.StartupBehavior.load : Office.StartupBehavior.none)
          : Promise.reject(new Error('ApiNotFound')),
      setStartupBehavior: (behavior) => {
        marks.push(behavior);
        marked = behavior === Office.StartupBehavior.load;
        return Promise.resolve();
      },
    }),
    settings: () => ({
      get: (name) => kept.get(name) ?? null,
      set: (name, value) => void kept.set(name, value),
      remove: (name) => void kept.delete(name),
      saveAsync: (done) => done({ status: Office.AsyncResultStatus.Succeeded }),
    }),
  });

beforeEach(() => {
  marked = false;
  kept = new Map();
  marks = [];
});

describe("the workbook's mark", () => {
  it('is set by a formula of the add-in, and not by looking at it', async () => {
    const startup = startupOf();
    await startup.read();
    expect([startup.state(), marks]).toEqual(['unmarked', []]);
    await startup.mark();
    expect([startup.state(), marks]).toEqual(['marked', ['Load']]);
  });

  it('is not put on twice: that would change the workbook', async () => {
    marked = true;
    const startup = startupOf();
    await startup.mark();
    expect([startup.state(), marks]).toEqual(['marked', []]);
  });

  it('stays off once a person has removed it, whoever opens the workbook next', async () => {
    marked = true;
    await startupOf().choose(false);
    expect(marked).toBe(false);
    const next = startupOf();
    await next.mark();
    expect([marked, next.state()]).toEqual([false, 'unwanted']);
    await next.choose(true);
    expect([marked, next.state(), kept.size]).toEqual([true, 'marked', 0]);
  });

  it('is unknown where Excel knows no such thing', async () => {
    const startup = startupOf(false);
    await startup.read();
    await startup.mark();
    expect([startup.state(), marks]).toEqual([undefined, []]);
  });
});

const noData: Failure = { code: 'not_found', message: 'No data.', advice: '' };

describe('the first cell', () => {
  it('notifies once a cell is calculated or has failed, and not while a person only looks at a formula', async () => {
    let told = 0;
    const cell = (invocation: Invocation, outcome: Promise<unknown> = Promise.resolve()): Promise<unknown> =>
      afterFirst({ name: 'table', args: {}, invocation }, () => outcome.then(() => undefined));
    const afterFirst = afterFirstCell(
      async (_, calculation) => cellsOf(await calculation(() => undefined)),
      () => (told += 1),
    );
    await cell({ address: 'Sheet1!A1', isInValuePreview: true });
    await cell({});
    expect(told).toBe(0);
    const failing = cell({ address: 'Sheet1!A1' }, Promise.reject(new FailureError(noData)));
    await expect(failing).rejects.toBeInstanceOf(FailureError);
    expect(told).toBe(1);
    await cell({ address: 'Sheet1!A2' });
    expect(told).toBe(1);
  });
});
