import type { Stage } from '../core/catalogue';
import type { Answer, Progress, Question } from '../core/question';
import type { Skill } from '../core/wire';

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
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
