/** What is asked of SMAPI, on whose behalf, and how one request for it ended. */
import type { Instant } from '../../core/domain/instant';
import type { SmapiResponse } from '../http/response';
import type { Outcome } from '../http/retry';
import type { RetryBudget } from '../http/retry-budget';
import type { Stage } from '../../core/domain/catalog';

/** Where a call's access token comes from. */
export interface TokenSource {
  accessToken(signal: AbortSignal): Promise<string>;
  /** Called after a 401 that a newer token may resolve, with the token that was refused; gives the one to try instead. */
  renew(refused: string, signal: AbortSignal): Promise<string>;
  /**
   * Called right before a token is sent, which may have waited for its turn since it was given. Rejects where the access
   * has ended meanwhile. Default: it has not.
   */
  confirm?(): Promise<void>;
  /** Aborted when the access ends: what is under way is given up, and nothing is sent any more. */
  readonly ended?: AbortSignal;
}

/** On whose behalf, and how long, a call runs. */
export interface Call {
  /** The account, by which a gate shares what Amazon allows. */
  readonly accountId: string;
  readonly tokens: TokenSource;
  /** Aborting it ends the call as `cancelled`, or as the FailureError that is its reason. */
  readonly signal: AbortSignal;
  readonly deadline: Instant;
  /** What may be spent on trying again, by all calls of a query together. Default: a budget of this call's own. */
  readonly retries?: RetryBudget;
  /** Once per HTTP request sent, after its answer or failure. */
  readonly onRequest?: (requestId: string | undefined) => void;
}

/** What ends a call before its time. */
export const signalsOf = ({ signal, tokens: { ended } }: Pick<Call, 'signal' | 'tokens'>): readonly AbortSignal[] =>
  ended === undefined ? [signal] : [signal, ended];

/** A GET request. */
export interface Ask {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** What is asked for, as it stands in a sentence: "the metrics of skill … in stage live". */
  readonly what: string;
  /** What to check where Amazon knows of no such thing. */
  readonly check: string;
}

/** How one HTTP request ended. */
export interface Once {
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  readonly outcome: Outcome<SmapiResponse>;
  readonly sentAt: Instant;
}

/** A skill in a stage, as it stands in a sentence. */
export const skillIn = (skillId: string, stage: Stage): string => `skill ${skillId} in stage ${stage}`;

export const checkSkill = 'Check the skill ID and the stage, and that this account has access to the skill.';
