/** Says in plain words what a formula lists. */
import type { Form } from './form-model';
import { shortSkill, type Sentence } from './sentence';

const skillsSentence = ({ vendor }: Form): Sentence =>
  vendor.trim() === ''
    ? { before: 'All skills of your account, with ID, stage, type, vendor and last update.', skill: '', after: '' }
    : { before: 'The skills of ', skill: vendor.trim(), after: ', with ID, stage, type and last update.' };

const intentsSentence = ({ skillId, stage, locale }: Form, skillName: string | undefined): Sentence => ({
  before: 'The intents of ',
  skill: skillName ?? shortSkill(skillId.trim()),
  after: `, ${stage === 'live' ? 'live' : 'in development'}, ${locale.trim() || 'en-US or its first locale'}.`,
});

/** What a list holds, and how much of the sheet it takes; undefined for other functions. */
export const listWords = (
  form: Form,
  skillName: string | undefined,
): { readonly sentence: Sentence; readonly cost: string } | undefined => {
  switch (form.call) {
    case 'ALEXASKILLS':
      return { sentence: skillsSentence(form), cost: 'A header row, then a row for each skill and stage' };
    case 'ALEXAINTENTS':
      return { sentence: intentsSentence(form, skillName), cost: 'One column, without a header' };
    case 'SKILLMETRICS':
    case 'SKILLTOTAL':
    case 'SKILLMETRICSINFO':
      return undefined;
  }
};
