import { describe, expect, it, vi } from 'vitest';
import { type Failure, FailureError } from '../../../src/core/domain/failure';
import type { CellCall } from '../../../src/office/cells/callers';
import { createFailedCells } from '../../../src/office/cells/failed-cells';
import { cancelled } from '../../../src/office/lib/async';

const throttled: Failure = { code: 'throttled', message: 'Too many requests.', advice: 'Wait.' };
const fail = (failure: Failure) => () => Promise.reject(new FailureError(failure));
const succeed = () => Promise.resolve(7);
const quietly = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);
const call = (address: string, turn = 1, key = 'total'): CellCall => ({ address, key, turn });

describe('failed cells', () => {
  it('are those whose last calculation failed, the latest first', async () => {
    const failed = createFailedCells();
    await quietly(failed.watch(call('Sheet1!A1'), fail(throttled)));
    await quietly(failed.watch(call('Sheet1!B1'), fail(throttled)));
    await quietly(failed.watch(call('Sheet1!A1'), fail({ ...throttled, message: 'Still.' })));
    expect(failed.list()).toEqual([
      { address: 'Sheet1!A1', failure: { ...throttled, message: 'Still.' } },
      { address: 'Sheet1!B1', failure: throttled },
    ]);
    expect(await failed.watch(call('Sheet1!A1'), succeed)).toBe(7);
    expect(failed.list().map(({ address }) => address)).toEqual(['Sheet1!B1']);
  });

  it('say why a cell has no answer, however its address is written, and whether or not it is listed', async () => {
    const failed = createFailedCells();
    await quietly(failed.watch(call("'My sheet'!A1"), fail(throttled)));
    failed.forget();
    const hear = vi.fn();
    failed.subscribe(hear);
    expect(failed.failureAt("'My sheet'!$A$1")).toEqual(throttled);
    expect(failed.failureAt('Sheet1!A1')).toBeUndefined();
    await failed.watch(call("'My sheet'!A1"), succeed);
    expect(failed.failureAt("'My sheet'!A1")).toBeUndefined();
    expect(hear).toHaveBeenCalledOnce();
  });

  it('pass the failure on', async () => {
    const failed = createFailedCells();
    await expect(failed.watch(call('A1'), fail(throttled))).rejects.toMatchObject({ failure: throttled });
  });

  it('are not those that Excel cancelled', async () => {
    const failed = createFailedCells();
    await quietly(failed.watch(call('A1'), fail(throttled)));
    await quietly(failed.watch(call('A1'), fail(cancelled)));
    await quietly(failed.watch(call('A3'), fail({ ...cancelled, message: 'Called off in the pane.' })));
    expect(failed.list().map(({ address }) => address)).toEqual(['A3']);
  });

  it('notify when they change, and only then', async () => {
    const failed = createFailedCells();
    const hear = vi.fn();
    failed.subscribe(hear);
    await failed.watch(call('A1'), succeed);
    expect(hear).not.toHaveBeenCalled();
    const before = failed.list();
    expect(failed.list()).toBe(before);
    await quietly(failed.watch(call('A1'), fail(throttled)));
    expect(hear).toHaveBeenCalledTimes(1);
    failed.forget('A1');
    expect(failed.list()).toEqual([]);
    expect(hear).toHaveBeenCalledTimes(2);
  });

  it('are forgotten from the oldest on where there are too many', async () => {
    const failed = createFailedCells(2);
    for (const address of ['A1', 'A2', 'A3']) await quietly(failed.watch(call(address), fail(throttled)));
    expect(failed.list().map(({ address }) => address)).toEqual(['A3', 'A2']);
    failed.forget();
    expect(failed.list()).toEqual([]);
  });
});

describe('a cell of several calls', () => {
  it('has failed while one of them has, whichever ends last', async () => {
    const failed = createFailedCells();
    await quietly(failed.watch(call('A1', 1, 'one'), fail(throttled)));
    await failed.watch(call('A1', 1, 'other'), succeed);
    expect(failed.list().map(({ address }) => address)).toEqual(['A1']);
    expect(failed.isFailing(call('A1', 2, 'one'))).toBe(true);
    expect(failed.isFailing(call('A1', 2, 'other'))).toBe(false);
    expect(failed.waiting()).toEqual(['A1']);
  });

  it('is no longer listed once a later call gives it something to show, and goes on waiting', async () => {
    const failed = createFailedCells();
    await quietly(failed.watch(call('A1', 1, 'one'), fail(throttled)));
    await failed.watch(call('A1', 2, 'other'), succeed);
    expect(failed.list()).toEqual([]);
    expect(failed.waiting()).toEqual(['A1']);
  });
});

describe('cells that wait for a better moment', () => {
  it('are all that failed, listed or not', async () => {
    const failed = createFailedCells(1);
    for (const address of ['A1', 'A2', 'A3']) await quietly(failed.watch(call(address), fail(throttled)));
    failed.forget();
    expect(failed.waiting()).toEqual(['A1', 'A2', 'A3']);
    await failed.watch(call('A1', 2), succeed);
    expect(failed.waiting()).toEqual(['A2', 'A3']);
  });

  it('wait no longer once they have been dropped', async () => {
    const failed = createFailedCells();
    await quietly(failed.watch(call('A1', 1), fail(throttled)));
    await quietly(failed.watch(call('A1', 5, 'other'), fail(throttled)));
    failed.drop(({ turn }) => turn < 5);
    expect(failed.isFailing(call('A1'))).toBe(false);
    expect(failed.list().map(({ address }) => address)).toEqual(['A1']);
    failed.drop(() => true);
    expect([failed.list(), failed.waiting()]).toEqual([[], []]);
  });
});
