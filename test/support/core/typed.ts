import { FailureError, textOf } from '../../../src/core/domain/failure';
import { type FormulaArguments, type FormulaRequest, parseFormula } from '../../../src/core/formula/parse-formula';
import { ownSkill, skillNeeds } from '../../../src/core/natural-input/own-skill';
import { parseInWords } from '../../../src/core/natural-input/parse-natural';
import type { Skill } from '../../../src/core/protocol/stream';
import type { SerialShift } from '../../../src/core/time/excel-time';
import { wallOf } from '../../../src/core/time/excel-time';
import { at } from './queries';

/** A Sunday. */
export const now = at('2026-11-22T14:37:12Z');

export const triviaId = 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10';

const skill = (id: string, name: string, api: string, nameByLocale: Record<string, string>): Skill => ({
  skillId: `amzn1.ask.skill.${id}`,
  stage: 'live',
  name,
  nameByLocale,
  apis: [api],
  vendor: { id: 'M1', name: 'Acme Voice' },
});

export const skills: readonly Skill[] = [
  {
    ...skill('7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10', 'Daily Trivia', 'custom', {}),
    nameByLocale: { 'en-US': 'Daily Trivia', 'de-DE': 'Tägliches Quiz', 'ja-JP': '毎日クイズ' },
  },
  skill('1', 'Bedtime Stories', 'custom', { 'en-US': 'Bedtime Stories', 'en-GB': 'Bedtime Stories' }),
  skill('2', 'Morning News', 'flashBriefing', { 'en-US': 'Morning News' }),
  skill('3', 'Porch Light', 'smartHome', { 'en-US': 'Porch Light' }),
  skill('4', 'Night Radio', 'music', { 'en-US': 'Night Radio' }),
  skill('5', 'Twins', 'custom', { 'en-US': 'Twins' }),
  skill('6', 'twins', 'custom', { 'en-US': 'twins' }),
  skill('7', 'Farmers’ Markets', 'custom', { 'en-US': 'Farmers’ Markets' }),
];

const required: FormulaArguments = { skillId: triviaId, metric: 'totalSessions', startTime: 'last 7 days' };

/** What a call with these arguments asks, as a cell finds out: strictly first, then in the words of people. */
export const asked = (more: Partial<FormulaArguments>, serialShift: SerialShift = 0): FormulaRequest => {
  const args: FormulaArguments = { ...required, skillType: null, ...more };
  const own = skillNeeds(args).type ? ownSkill(skills, String(args.skillId))?.types[0] : undefined;
  const strict = (written: FormulaArguments): FormulaRequest => parseFormula(written, now, serialShift);
  try {
    return strict(own === undefined ? args : { ...args, skillType: own });
  } catch {
    return parseInWords(strict, args, { now, serialShift, skills });
  }
};

const messageOf = (read: () => string): string => {
  try {
    return read();
  } catch (error) {
    if (error instanceof FailureError) return textOf(error.failure);
    throw error;
  }
};

const day = (instant: number, timeZone: string): string => {
  const [date = '', time = ''] = new Date(wallOf(instant, timeZone)).toISOString().split('T');
  return time.startsWith('00:00') ? date : `${date} ${time.slice(0, 5)}`;
};

/** `2026-11-15 to 2026-11-22`, the end not included, on clocks of the call's zone; or the message. */
export const range = (more: Partial<FormulaArguments>, serialShift?: SerialShift): string =>
  messageOf(() => {
    const { query, table } = asked(more, serialShift);
    return `${day(query.startTime, table.tz)} to ${day(query.endTime, table.tz)}`;
  });

/** One thing that a call asks; or the message. */
export const read = (more: Partial<FormulaArguments>, pick: (request: FormulaRequest) => unknown): string =>
  messageOf(() => String(pick(asked(more))));
