import type { Fresh } from '../../core/protocol/batch';
import type { Progress } from '../../core/query/question';

/** How a question is asked. */
export interface AskOptions extends Fresh {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** The relay has the question: until then it has waited in the browser. */
  readonly onTaken?: () => void;
  /** Hears signs of life of the relay: a long answer may take minutes to arrive. */
  readonly onArrival?: () => void;
}
