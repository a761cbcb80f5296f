import { afterEach, beforeEach, vi } from 'vitest';
import type { CallResult } from '../../../src/amazon/smapi/client';
import { type FailureCode, failureOf } from '../../../src/core/domain/failure';
import { createLimiter, type Limiter, type LimiterDeps } from '../../../src/relay/rate-limit/limiter';
import { MemoryStore } from '../../../src/relay/store/memory';

/** Time stands still, but where a test lets it pass. It begins at 0. */
export const stopTheClock = (): void => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
};

/** Lets time pass, and everything happen that happens in it. */
export const pass = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
};

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const well: CallResult = { outcome: { value: 'a page' } };

export const refused = (code: Exclude<FailureCode, 'invalid_query'>, retryAfterMs?: number): CallResult => ({
  outcome: {
    failure: { code, message: 'In Amazon’s words.', advice: 'Wait.' },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  },
});

export interface Asking {
  readonly accountId?: string;
  readonly path?: string;
  /** Time until the answer. */
  readonly latencyMs?: number;
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** The answer, by the time at which the request came. */
  readonly answer?: (at: number) => CallResult;
}

export interface World {
  readonly limiter: Limiter;
  /** What happened: `time start name`, `time name code` for the gate's own refusals. */
  readonly events: string[];
  /** When requests started. */
  readonly starts: number[];
  most: number;
  ask(name: string, asking?: Asking): Promise<void>;
}

export const worldOf = (settings: Partial<LimiterDeps> = {}): World => {
  const now = (): number => Date.now();
  const limiter = createLimiter({ store: new MemoryStore(now), client: { concurrency: 16 }, now, ...settings });
  let running = 0;
  const world: World = {
    limiter,
    events: [],
    starts: [],
    most: 0,
    ask: async (
      name,
      { accountId = 'ada', path = 'a skill', latencyMs = 50, deadline = 600_000, signal, answer = () => well } = {},
    ) => {
      const run = async (): Promise<CallResult> => {
        const at = now();
        world.events.push(`${at} start ${name}`);
        world.starts.push(at);
        running += 1;
        world.most = Math.max(world.most, running);
        await sleep(latencyMs);
        running -= 1;
        return answer(at);
      };
      try {
        await limiter.gate(run, { accountId, path, deadline, signal: signal ?? new AbortController().signal });
      } catch (error) {
        const { code, message, advice } = failureOf(error);
        world.events.push(`${now()} ${name} ${code}: ${message} ${advice}`);
      }
    },
  };
  return world;
};
