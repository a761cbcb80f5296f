/** The parts of Amazon's Skill Management API that metrics need. */
import type { Stage } from '../../core/domain/catalog';
import { askMetrics, type MetricsPage, type MetricsRequest, readMetrics } from './metrics';
import { type Call, createSend, type SendDeps } from './send';
import {
  askManifest,
  askModel,
  askVendors,
  gatherSkills,
  readIntents,
  readLocales,
  readVendors,
  type SkillSummary,
  type Vendor,
} from './skills';

export { signalsOf } from './call';
export type { MetricsRequest } from './metrics';
export type { Call, CallContext, CallResult, Gate, TokenSource } from './send';

/** What the client runs on. */
export interface SmapiDeps extends SendDeps {
  /** Amazon's name for the skill type of music, radio and podcast skills. */
  readonly musicSkillType: string;
  /**
   * Awaited before an answer is read. If many pages arrive at once, it lets other work run between them.
   *
   * @default no pause
   */
  readonly pause?: () => Promise<void>;
}

/**
 * A client of SMAPI. All methods renew the token once after a 401. After 429, 5xx, lost connections and time-outs they
 * retry, within the call's deadline. They reject with FailureErrors: `rejected`, `forbidden`, `not_found`, `throttled`,
 * `unavailable`, `bad_answer`, `deadline_exceeded`, `cancelled`, and whatever the token source throws.
 */
export interface Smapi {
  /** One page of a metric. Amazon answers a `maxResults` that it finds too large with `rejected`. */
  metrics(request: MetricsRequest, call: Call): Promise<MetricsPage>;
  /** The vendors of the account. */
  vendors(call: Call): Promise<readonly Vendor[]>;
  /** The skills of a vendor from all pages, with one entry for each skill and stage. */
  skills(vendorId: string, call: Call): Promise<readonly SkillSummary[]>;
  /** The locales in the skill's manifest. */
  locales(skillId: string, stage: Stage, call: Call): Promise<readonly string[]>;
  /**
   * The intents in the skill's interaction model.
   *
   * @throws {FailureError} `not_found`, if the locale has no model
   */
  intents(skillId: string, stage: Stage, locale: string, call: Call): Promise<readonly string[]>;
}

/**
 * A client of SMAPI.
 *
 * @throws {FailureError} `internal`, naming the setting, if the endpoint isn't https or on loopback
 *
 * @example
 * ```ts
 * const smapi = createSmapi({ endpoint: 'https://api.amazonalexa.com', musicSkillType: 'music' });
 * const { timestamps, values, nextToken } = await smapi.metrics(
 *   {
 *     skillId: 'amzn1.ask.skill.1',
 *     metric: 'totalSessions',
 *     startTime: Date.UTC(2026, 7, 1),
 *     endTime: Date.UTC(2026, 7, 8),
 *     period: 'P1D',
 *     stage: 'live',
 *     skillType: 'custom',
 *   },
 *   {
 *     accountId: 'amzn1.account.1',
 *     tokens: { accessToken: () => Promise.resolve(accessToken), renew: () => refreshed() },
 *     signal: new AbortController().signal,
 *     deadline: Date.now() + 60_000,
 *   },
 * );
 * ```
 */
export const createSmapi = (deps: SmapiDeps): Smapi => {
  const send = createSend(deps, askVendors());
  return {
    metrics: async (request, call) => {
      const answer = await send(askMetrics(request, deps.musicSkillType), call);
      await deps.pause?.();
      return readMetrics(answer, request.metric);
    },
    vendors: async (call) => readVendors(await send(askVendors(), call)),
    skills: (vendorId, call) => gatherSkills(vendorId, (ask) => send(ask, call)),
    locales: async (skillId, stage, call) => readLocales(await send(askManifest(skillId, stage), call)),
    intents: async (skillId, stage, locale, call) => readIntents(await send(askModel(skillId, stage, locale), call)),
  };
};
