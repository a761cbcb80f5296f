/** Amazon's Skill Management API, as far as metrics need it. */
import type { Stage } from '../../core/domain/catalog';
import { askManifest, readLocales } from './locales';
import { askMetrics, readMetrics, type MetricsPage, type MetricsRequest } from './metrics';
import { askModel, readIntents } from './intents';
import { gatherSkills, type SkillSummary } from './skills';
import { askVendors, readVendors, type Vendor } from './vendors';
import { createSend, type Call, type SendDeps } from './send';

export type { MetricsRequest } from './metrics';
export { signalsOf } from './call';
export type { Call, CallResult, Gate, TokenSource, CallContext } from './send';

export interface SmapiDeps extends SendDeps {
  /** What Amazon calls the skill type of music, radio and podcast skills on the wire. */
  readonly musicSkillType: string;
  /** Awaited before a page is read: where pages come at once, others may have to be seen to between them. */
  readonly pause?: () => Promise<void>;
}

/**
 * Every method renews the token once on a 401, and tries again after 429, 5xx, broken connections and time-outs, all
 * within the call's deadline. All failures are FailureErrors: `rejected`, `forbidden`, `not_found`,
 * `throttled`, `unavailable`, `bad_answer`, `deadline_exceeded`, `cancelled`, and what the grant throws.
 */
export interface Smapi {
  /** One page. A `maxResults` that Amazon finds too large is `rejected`. */
  metrics(request: MetricsRequest, call: Call): Promise<MetricsPage>;
  vendors(call: Call): Promise<readonly Vendor[]>;
  /** All pages of them, one entry for each skill and stage. */
  skills(vendorId: string, call: Call): Promise<readonly SkillSummary[]>;
  /** The locales of the skill's manifest. */
  locales(skillId: string, stage: Stage, call: Call): Promise<readonly string[]>;
  /** The intents of the interaction model; `not_found` where the locale has none. */
  intents(skillId: string, stage: Stage, locale: string, call: Call): Promise<readonly string[]>;
}

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
