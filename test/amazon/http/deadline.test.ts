import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withDeadline } from '../../../src/amazon/http/deadline';
import { deadlineExceeded } from '../../../src/amazon/http/failures';
import { FailureError } from '../../../src/core/domain/failure';
import { failureFrom } from '../../support/amazon/smapi';

const never = () => new Promise<never>(() => undefined);

describe('within', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('returns the result of the work, and leaves no timer behind', async () => {
    expect(await withDeadline([new AbortController().signal], 1000, deadlineExceeded, () => Promise.resolve(7))).toBe(
      7,
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends at its time even where the work does not heed the signal', async () => {
    const failure = failureFrom(withDeadline([new AbortController().signal], 1000, deadlineExceeded, never));
    await vi.advanceTimersByTimeAsync(1000);
    expect((await failure).code).toBe('deadline_exceeded');
  });

  it('tells the work why it was stopped', async () => {
    let reason: unknown;
    const failure = failureFrom(
      withDeadline([new AbortController().signal], 1000, deadlineExceeded, (signal) => {
        signal.addEventListener('abort', () => void (reason = signal.reason));
        return never();
      }),
    );
    await vi.advanceTimersByTimeAsync(1000);
    await failure;
    expect(reason).toBeInstanceOf(FailureError);
  });

  it('is cancelled with its caller, then or before', async () => {
    const abort = new AbortController();
    const failure = failureFrom(withDeadline([abort.signal], 1000, deadlineExceeded, never));
    abort.abort();
    expect((await failure).code).toBe('cancelled');
    expect((await failureFrom(withDeadline([abort.signal], 1000, deadlineExceeded, never))).code).toBe('cancelled');
  });

  it("ends as the failure that is the abortion's reason", async () => {
    const abort = new AbortController();
    const failure = failureFrom(withDeadline([abort.signal], 1000, deadlineExceeded, never));
    abort.abort(new FailureError({ code: 'too_large', message: 'Too much.', advice: 'Ask for less.' }));
    expect((await failure).code).toBe('too_large');
  });

  it('begins nothing when no time is left', async () => {
    const work = vi.fn(never);
    expect((await failureFrom(withDeadline([new AbortController().signal], 0, deadlineExceeded, work))).code).toBe(
      'deadline_exceeded',
    );
    expect(work).not.toHaveBeenCalled();
  });
});
