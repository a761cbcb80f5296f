import type { Stage } from '../core/catalogue';
import { FailureError, type Failure } from '../core/failure';
import type { Answer, Progress, Question } from '../core/question';
import {
  parseIntents,
  parseLine,
  parseLocales,
  parseSkills,
  questionToParams,
  type Line,
  type Skill,
} from '../core/wire';
import { brokenOff } from './broken-off';
import { callRelay, callRelayForJson, cutOff, type RelayAccess, type RelayCall } from './relay-call';
import { textLines } from './text-lines';

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Hears of every part of the stream: a long answer may take minutes to arrive. */
  readonly onArrival?: () => void;
  /** `tail` has the relay ask Amazon again for what may still change, `all` for everything. */
  readonly fresh?: 'tail' | 'all';
}

/** The relay's questions and answers. Every method rejects with a FailureError only. */
export interface RelayClient {
  ask(question: Question, how: AskOptions): Promise<Answer>;
  skills(signal?: AbortSignal): Promise<readonly Skill[]>;
  locales(skillId: string, stage: Stage, signal?: AbortSignal): Promise<readonly string[]>;
  intents(skillId: string, stage: Stage, locale: string, signal?: AbortSignal): Promise<readonly string[]>;
}

/** Who asks: the session, as far as asking needs it. */
export interface Asker {
  bearer(): Promise<string | undefined>;
  ended(failure: Failure): void;
}

const signInRequired: Failure = {
  code: 'sign_in_required',
  message: 'Nobody is signed in.',
  advice: 'Open Skill Metrics on the Home tab and sign in with Amazon; this cell then fills by itself.',
};

const metricsPath = (question: Question, fresh: AskOptions['fresh']): string => {
  const params = new URLSearchParams(questionToParams(question));
  if (fresh !== undefined) params.append('fresh', fresh === 'all' ? 'all' : '1');
  return `/api/metrics?${params.toString()}`;
};

/** A line of the stream. A proxy may end the stream in the middle of one, as if that were all. */
const lineIn = (text: string): Line => {
  try {
    return parseLine(text);
  } catch (error) {
    const isPart = text.startsWith('{') && error instanceof FailureError && error.cause instanceof SyntaxError;
    throw isPart ? new FailureError(cutOff, { cause: error }) : error;
  }
};

/** The answer at the end of the stream. */
const readAnswer = async (
  body: ReadableStream<Uint8Array>,
  onProgress: (progress: Progress) => void,
  onArrival?: () => void,
): Promise<Answer> => {
  for await (const text of textLines(body, onArrival)) {
    const line = lineIn(text);
    if (line.kind === 'result') return line;
    if (line.kind === 'failure') throw new FailureError(line);
    onProgress(line);
  }
  throw new FailureError(cutOff);
};

/** Gives the relay's answers to whoever is signed in; a bearer that the relay refuses ends the session. */
export const createRelayClient = (access: RelayAccess, asker: Asker): RelayClient => {
  const asPerson = async <T>(call: (how: RelayCall) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const bearer = await asker.bearer();
    if (bearer === undefined) throw new FailureError(signInRequired);
    try {
      return await call({ bearer, ...(signal === undefined ? {} : { signal }) });
    } catch (error) {
      const failed = brokenOff(error, signal);
      // A refusal of an older bearer says nothing of the session that has followed it.
      const current = failed.failure.code === 'sign_in_required' && (await asker.bearer()) === bearer;
      if (current) asker.ended(failed.failure);
      throw failed;
    }
  };
  const list = <T>(path: string, parse: (value: unknown) => T, signal?: AbortSignal): Promise<T> =>
    asPerson((how) => callRelayForJson(access, path, parse, how), signal);
  const ofSkill = (skillId: string, what: string, params: Record<string, string>): string =>
    `/api/skills/${encodeURIComponent(skillId)}/${what}?${new URLSearchParams(params).toString()}`;

  return {
    ask: (question, { signal, onProgress = () => undefined, onArrival, fresh }) =>
      asPerson(async (how) => {
        const { body } = await callRelay(access, metricsPath(question, fresh), how);
        if (body === null) throw new FailureError(cutOff);
        return readAnswer(body, onProgress, onArrival);
      }, signal),
    skills: async (signal) => (await list('/api/skills', parseSkills, signal)).skills,
    locales: async (skillId, stage, signal) =>
      (await list(ofSkill(skillId, 'locales', { stage }), parseLocales, signal)).locales,
    intents: async (skillId, stage, locale, signal) =>
      (await list(ofSkill(skillId, 'intents', { stage, locale }), parseIntents, signal)).intents,
  };
};
