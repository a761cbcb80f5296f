/** What is requested from SMAPI, for whom, and how one request ended. */
import type { Stage } from '../../core/domain/catalog';
import type { Instant } from '../../core/domain/instant';
import type { SmapiResponse } from '../http/exchange';
import type { AttemptOutcome, RetryBudget } from '../http/retry';

/** Where a call's access tokens come from. */
export interface TokenSource {
  /** An access token that hasn't expired, as far as is known. */
  accessToken(signal: AbortSignal): Promise<string>;
  /**
   * The token to try after a 401.
   *
   * @param refused the token that Amazon refused
   */
  renew(refused: string, signal: AbortSignal): Promise<string>;
  /**
   * Called right before a token is sent, which may have waited for its turn. Rejects if the access has ended meanwhile.
   *
   * @default access hasn't ended
   */
  confirm?(): Promise<void>;
  /** Aborted when the access ends. Running requests are aborted, and no more are sent. */
  readonly ended?: AbortSignal;
}

/** For whom a call runs, and how long. */
export interface Call {
  /** The account, by which a gate shares Amazon's rate limit. */
  readonly accountId: string;
  readonly tokens: TokenSource;
  /** Aborting it ends the call with the FailureError that is its reason, or else as `cancelled`. */
  readonly signal: AbortSignal;
  readonly deadline: Instant;
  /**
   * What all calls of a query can spend together on retries.
   *
   * @default a budget of its own for the call
   */
  readonly retries?: RetryBudget;
  /** Called once for each HTTP request, after its answer or failure. */
  readonly onRequest?: (requestId: string | undefined) => void;
}

/** The signals that end a call early. */
export const signalsOf = ({ signal, tokens: { ended } }: Pick<Call, 'signal' | 'tokens'>): readonly AbortSignal[] =>
  ended === undefined ? [signal] : [signal, ended];

/** A GET request. */
export interface Ask {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** The request in words that fit inside a sentence: "the metrics of skill … in stage live". */
  readonly what: string;
  /** What to check if Amazon can't find it. */
  readonly check: string;
}

/** How one HTTP request ended. */
export interface Once {
  /** `undefined` if no answer arrived. */
  readonly status: number | undefined;
  readonly outcome: AttemptOutcome<SmapiResponse>;
  readonly sentAt: Instant;
}

/** A skill and its stage, in words that fit inside a sentence. */
export const skillIn = (skillId: string, stage: Stage): string => `skill ${skillId} in stage ${stage}`;

/** What to check if Amazon can't find a skill. */
export const checkSkill = 'Check the skill ID and the stage, and that this account has access to the skill.';
