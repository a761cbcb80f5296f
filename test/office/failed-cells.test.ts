import { describe, expect, it, vi } from 'vitest';
import { FailureError, type Failure } from '../../src/core/failure';
import { cancelled } from '../../src/office/broken-off';
import { createFailedCells } from '../../src/office/failed-cells';

const throttled: Failure = { code: 'throttled', message: 'Too many requests.', advice: 'Wait.' };
const fail = (failure: Failure) => () => Promise.reject(new FailureError(failure));
const quietly = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);

describe('failed cells', () => {
  it('are those whose last calculation failed, the latest first', async () => {
    const failed = createFailedCells();
    await quietly(failed.watch({ address: 'Sheet1!A1' }, fail(throttled)));
    await quietly(failed.watch({ address: 'Sheet1!B1' }, fail(throttled)));
    await quietly(failed.watch({ address: 'Sheet1!A1' }, fail({ ...throttled, message: 'Still.' })));
    expect(failed.list()).toEqual([
      { address: 'Sheet1!A1', failure: { ...throttled, message: 'Still.' } },
      { address: 'Sheet1!B1', failure: throttled },
    ]);
    expect(await failed.watch({ address: 'Sheet1!A1' }, () => Promise.resolve(7))).toBe(7);
    expect(failed.list().map(({ address }) => address)).toEqual(['Sheet1!B1']);
  });

  it('pass the failure on', async () => {
    const failed = createFailedCells();
    await expect(failed.watch({ address: 'A1' }, fail(throttled))).rejects.toMatchObject({ failure: throttled });
    await expect(failed.watch({}, fail(throttled))).rejects.toMatchObject({ failure: throttled });
  });

  it('are not those that Excel called off, or that somebody only looks at', async () => {
    const failed = createFailedCells();
    await quietly(failed.watch({ address: 'A1' }, fail(throttled)));
    await quietly(failed.watch({ address: 'A1' }, fail(cancelled)));
    await quietly(failed.watch({ address: 'A2', isInValuePreview: true }, fail(throttled)));
    await quietly(failed.watch({ address: 'A3' }, fail({ ...cancelled, message: 'Called off in the pane.' })));
    expect(failed.list().map(({ address }) => address)).toEqual(['A3']);
  });

  it('are told when they change, and only then', async () => {
    const failed = createFailedCells();
    const hear = vi.fn();
    failed.subscribe(hear);
    await failed.watch({ address: 'A1' }, () => Promise.resolve(1));
    expect(hear).not.toHaveBeenCalled();
    const before = failed.list();
    expect(failed.list()).toBe(before);
    await quietly(failed.watch({ address: 'A1' }, fail(throttled)));
    expect(hear).toHaveBeenCalledTimes(1);
    failed.forget('A1');
    expect(failed.list()).toEqual([]);
    expect(hear).toHaveBeenCalledTimes(2);
  });

  it('are forgotten from the oldest on where there are too many', async () => {
    const failed = createFailedCells(2);
    for (const address of ['A1', 'A2', 'A3']) await quietly(failed.watch({ address }, fail(throttled)));
    expect(failed.list().map(({ address }) => address)).toEqual(['A3', 'A2']);
    failed.forget();
    expect(failed.list()).toEqual([]);
  });
});
