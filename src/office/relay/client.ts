import type { Stage } from '../../core/domain/catalog';
import { FailureError, type Failure } from '../../core/domain/failure';
import type { Answer, Query } from '../../core/query/question';
import { parseIntents, parseLocales, parseSkills, type Skill } from '../../core/protocol/stream';
import { callRelay, callRelayForJson, type AskOptions, type RelayAccess, type RelayCall } from './fetch';
import { toFetchFailure } from '../lib/abort';
import { setTimer } from '../lib/timers';
import { createQueryCalls, type QueryCallDeps } from './batched-calls';

/** The relay's queries and answers. Every method rejects with a FailureError only. */
export interface RelayClient {
  ask(query: Query, how: AskOptions): Promise<Answer>;
  skills(signal?: AbortSignal): Promise<readonly Skill[]>;
  locales(skillId: string, stage: Stage, signal?: AbortSignal): Promise<readonly string[]>;
  intents(skillId: string, stage: Stage, locale: string, signal?: AbortSignal): Promise<readonly string[]>;
}

/** Who asks: the session, as far as asking needs it. */
export interface CallOptions {
  bearer(): Promise<string | undefined>;
  ended(failure: Failure): void;
}

const signInRequired: Failure = {
  code: 'sign_in_required',
  message: "You're not signed in.",
  advice: 'Open Skill Metrics on the Home tab and sign in with Amazon; this cell then fills by itself.',
};

/** Gives the relay's answers to whoever is signed in; a bearer that the relay refuses ends the session. */
export const createRelayClient = (
  access: RelayAccess,
  asker: CallOptions,
  timing: Partial<Pick<QueryCallDeps, 'wait' | 'gatherMs'>> = {},
): RelayClient => {
  /** A refusal of an older bearer says nothing of the session that has followed it. */
  const judge = async (failure: Failure, bearer: string): Promise<void> => {
    if (failure.code === 'sign_in_required' && (await asker.bearer()) === bearer) asker.ended(failure);
  };
  const asPerson = async <T>(
    call: (how: RelayCall & { readonly bearer: string }) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> => {
    const bearer = await asker.bearer();
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
