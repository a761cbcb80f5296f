import type { Stage } from '../../core/domain/catalog';
import { type Failure, FailureError } from '../../core/domain/failure';
import { parseIntents, parseLocales, parseSkills, type Skill } from '../../core/protocol/stream';
import type { Answer, Query } from '../../core/query/query';
import { setTimer, toFetchFailure } from '../lib/async';
import { createQueryCalls, type QueryCallDeps } from './batched-calls';
import { type AskOptions, callRelay, callRelayForJson, type RelayAccess, type RelayCall } from './fetch';

/**
 * The client of the relay. All methods reject with a FailureError only: the relay's failure, `sign_in_required` without
 * a session, `unavailable` when the relay can't be reached, and the reason of the signal when it aborts.
 */
export interface RelayClient {
  /** Answers a query: see {@link Answer}. */
  ask(query: Query, how: AskOptions): Promise<Answer>;
  /** The skills of the signed-in account: one for each skill and stage, sorted by name. */
  skills(signal?: AbortSignal): Promise<readonly Skill[]>;
  /** The locales of a skill, such as `en-US`. */
  locales(skillId: string, stage: Stage, signal?: AbortSignal): Promise<readonly string[]>;
  /** The intents of a skill in a locale. */
  intents(skillId: string, stage: Stage, locale: string, signal?: AbortSignal): Promise<readonly string[]>;
}

/** The part of the session that calls need. */
export interface CallOptions {
  /** The session's bearer token; undefined when the person isn't signed in. */
  bearer(): Promise<string | undefined>;
  /** Called when the relay has refused the current bearer token. */
  ended(failure: Failure, bearer: string): void;
}

const signInRequired: Failure = {
  code: 'sign_in_required',
  message: "You're not signed in.",
  advice: 'Open Skill Metrics on the Home tab and sign in with Amazon; this cell then fills by itself.',
};

/**
 * Creates the client of the relay. A bearer token that the relay refuses ends the session.
 *
 * @param timing replaces the timers of batches; tests use it
 * @example
 * ```ts
 * const relay = createRelayClient({ fetch: (...call) => fetch(...call), origin: location.origin }, session);
 * const { series, provisionalFrom } = await relay.ask(query, {
 *   signal,
 *   onProgress: ({ windowsDone, windowsPlanned }) => console.log(`${windowsDone} of ${windowsPlanned}`),
 * });
 * ```
 */
export const createRelayClient = (
  access: RelayAccess,
  session: CallOptions,
  timing: Partial<Pick<QueryCallDeps, 'wait' | 'gatherMs'>> = {},
): RelayClient => {
  /** Ends the session, unless a newer bearer token has replaced the refused one. */
  const judge = async (failure: Failure, bearer: string): Promise<void> => {
    if (failure.code === 'sign_in_required' && (await session.bearer()) === bearer) session.ended(failure, bearer);
  };
  const asPerson = async <T>(
    call: (how: RelayCall & { readonly bearer: string }) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> => {
    const bearer = await session.bearer();
    if (bearer === undefined) throw new FailureError(signInRequired);
    try {
      return await call({ bearer, ...(signal === undefined ? {} : { signal }) });
    } catch (error) {
      const failed = toFetchFailure(error, signal);
      await judge(failed.failure, bearer);
      throw failed;
    }
  };
  const { ask } = createQueryCalls({
    post: (path, body, signal) =>
      asPerson(async (how) => {
        const response = await callRelay(access, path, { ...how, method: 'POST', body });
        return { response, bearer: how.bearer };
      }, signal),
    onFailure: (failure, bearer) => void judge(failure, bearer).catch(() => undefined),
    wait: setTimer,
    ...timing,
  });
  const list = <T>(path: string, parse: (value: unknown) => T, signal?: AbortSignal): Promise<T> =>
    asPerson((how) => callRelayForJson(access, path, parse, how), signal);
  const ofSkill = (skillId: string, what: string, params: Record<string, string>): string =>
    `/api/skills/${encodeURIComponent(skillId)}/${what}?${new URLSearchParams(params).toString()}`;

  return {
    ask,
    skills: async (signal) => (await list('/api/skills', parseSkills, signal)).skills,
    locales: async (skillId, stage, signal) =>
      (await list(ofSkill(skillId, 'locales', { stage }), parseLocales, signal)).locales,
    intents: async (skillId, stage, locale, signal) =>
      (await list(ofSkill(skillId, 'intents', { stage, locale }), parseIntents, signal)).intents,
  };
};
