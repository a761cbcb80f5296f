import { parseInWords } from '../../../src/core/natural-input/parse-natural';
import type { Skill } from '../../../src/core/protocol/stream';
import type { CallDeps } from '../../../src/office/queries/read-call';
import { skill } from './queries-of';

/** What calls are read with: the words are loaded, and the account has the skill of the examples, or these. */
export const callSources = (
  sources: Pick<CallDeps, 'now' | 'dates'>,
  skills: () => Promise<readonly Skill[]> = () => Promise.resolve([skill()]),
): CallDeps => ({
  ...sources,
  skills: () => Promise.resolve({ known: () => undefined, get: skills }),
  words: () => Promise.resolve({ parseInWords }),
});
