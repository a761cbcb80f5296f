import type { MetricName, Period, SkillType, Stage } from '../core/catalogue';
import type { Instant } from '../core/instant';
import type { Skill } from '../core/wire';

/** Where a call's access token comes from. */
export interface Grant {
  accessToken(signal: AbortSignal): Promise<string>;
  /** Called once after a 401, with the token that was refused; gives the one to try instead. */
  renew(refused: string, signal: AbortSignal): Promise<string>;
}

/** On whose behalf, and how long, a call runs. */
export interface Call {
  readonly grant: Grant;
  /** Aborting it ends the call as `cancelled`, or as the FailureError that is its reason. */
  readonly signal: AbortSignal;
  readonly deadline: Instant;
  /** Once per HTTP request sent, after its answer or failure. */
  readonly onRequest?: (requestId: string | undefined) => void;
}

export interface SmapiSettings {
  readonly endpoint: string;
  /** What Amazon calls the skill type of music, radio and podcast skills on the wire. */
  readonly musicSkillType: string;
  readonly fetch?: typeof fetch;
  readonly now?: () => Instant;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 inclusive to 1 exclusive. */
  readonly random?: () => number;
  /** Longest wait for one HTTP answer, body included. Default 30,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Every HTTP request runs through it, from sending to the end of its body: the place for budgets. */
  readonly gate?: <T>(run: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** What each HTTP answer says about Amazon's mood. */
  readonly onAnswer?: (status: number, retryAfterMs?: number) => void;
}

export interface MetricsRequest {
  readonly skillId: string;
  readonly metric: MetricName;
  readonly startTime: Instant;
  readonly endTime: Instant;
  readonly period: Period;
  readonly stage: Stage;
  readonly skillType: SkillType;
  readonly intent?: string;
  readonly locale?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** As Amazon gave it: in no certain order, perhaps empty, perhaps with a token all the same. */
export interface MetricsPage {
  readonly timestamps: readonly Instant[];
  /** As many as timestamps; all finite. */
  readonly values: readonly number[];
  /** Never empty; left out on the last page. */
  readonly nextToken?: string;
}

/** One skill in one stage; whose it is, the caller knows. */
export type SkillSummary = Omit<Skill, 'vendor'>;

/** Amazon's Skill Management API, as far as metrics need it. All failures are FailureErrors. */
export interface Smapi {
  metrics(request: MetricsRequest, call: Call): Promise<MetricsPage>;
  vendors(call: Call): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Every page of them. */
  skills(vendorId: string, call: Call): Promise<readonly SkillSummary[]>;
  /** The locales of the skill's manifest. */
  locales(skillId: string, stage: Stage, call: Call): Promise<readonly string[]>;
  /** The intents of the interaction model; `not_found` where the locale has none. */
  intents(skillId: string, stage: Stage, locale: string, call: Call): Promise<readonly string[]>;
}

export declare const createSmapi: (settings: SmapiSettings) => Smapi;
