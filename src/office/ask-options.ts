import type { Progress } from '../core/question';

/** How a question is asked. */
export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** The relay has the question: until then it has waited in the browser. */
  readonly onTaken?: () => void;
  /** Hears signs of life of the relay: a long answer may take minutes to arrive. */
  readonly onArrival?: () => void;
  /** `tail` has the relay ask Amazon again for what may still change, `all` for everything. */
  readonly fresh?: 'tail' | 'all';
}
