/** What a form comes to, in words. */
import type { Instant } from '../../core/domain/instant';
import { estimateRequest } from '../../core/series/estimate-request';
import { currentMinute } from '../../core/time/relative-time';
import type { Pace } from '../../core/windows/query-size';
import { boundArguments, type Form } from './form';
import type { FormCheck } from './form-check';
import { costOf, infoSentenceOf, listWords, type Sentence, sentenceOf, topCostOf, topSentenceOf } from './summary';

/** What the form comes to. */
export interface SummarizedQuery {
  /** In plain words; undefined where only Excel knows what the formula takes. */
  readonly words?: { readonly sentence: Sentence; readonly cost: string } | undefined;
  readonly formula: string;
}

interface AskedDeps {
  /** With what its cells hold put in. */
  readonly form: Form;
  readonly now: Instant;
  readonly pace: Pace;
  /** The chosen skill, where it is one of the account's. */
  readonly skill: { readonly skillId: string; readonly name: string } | undefined;
  /** How many names SKILLTOP compares, where it is known. */
  readonly names?: number | undefined;
}

/** What a form comes to; undefined where something is wrong with it. */
export const askedOf = (
  check: FormCheck,
  { form, now, pace, skill, names }: AskedDeps,
): SummarizedQuery | undefined => {
  if (!check.ok) return undefined;
  const { request, formula } = check;
  if (request === undefined) {
    const isKnown = boundArguments(form).length === 0;
    return { words: isKnown ? listWords(form, skill?.name) : undefined, formula };
  }
  const { query, table } = request;
  const untilNow = ['', 'now'].includes(form.endTime.trim().toLowerCase()) && query.endTime >= currentMinute(now);
  const skillName = skill?.skillId === query.skillId ? skill.name : undefined;
  const asked = { query, skillName, timeZone: table.tz, untilNow, table };
  const estimate = estimateRequest(request, now, pace);
  const [sentence, cost] =
    form.call === 'SKILLMETRICSINFO'
      ? [infoSentenceOf(asked), costOf(estimate, 'Two columns')]
      : form.call === 'SKILLTOP'
        ? [topSentenceOf(asked, form), topCostOf(estimate, form, names)]
        : [sentenceOf(asked), costOf(estimate)];
  return { words: { sentence, cost: table.nothingYet ?? cost }, formula };
};
