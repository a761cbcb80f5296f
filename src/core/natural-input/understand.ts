/** Translates the arguments of a call from natural words to the strict grammar. */
import { metricsFor, type SkillType, type Stage } from '../domain/catalog';
import { isColumnMetric, skillTypesOf } from '../domain/derived';
import type { Problem } from '../domain/failure';
import type { Instant } from '../domain/instant';
import { gridOf, namesOf } from '../formula/cell-input';
import { parseOptions } from '../formula/options';
import type { TimeContext } from '../formula/time-input';
import type { Skill } from '../protocol/stream';
import { listText, skillTypeWords } from '../query/phrases';
import { intentOf } from '../query/validation';
import type { SerialShift } from '../time/excel-time';
import { type CallArguments, CallReader } from './call-reader';
import { headersMeant, periodMeant, skillTypeMeant, stageMeant } from './choices';
import { localeMeant } from './locales';
import { metricsMeant } from './metrics';
import { optionsMeant } from './options';
import { otherType, type OwnSkill, ownSkill } from './own-skill';
import { skillMeant } from './skills';
import { timeMeant } from './times';

/** What natural words depend on, beside the call itself. */
export interface UnderstandContext {
  /** The instant from which relative times count. */
  readonly now: Instant;
  /** Added to date serials, for a workbook in the 1904 date system. */
  readonly serialShift: SerialShift;
  /** Those of the account, or `undefined` if they aren't known. */
  readonly skills?: readonly Skill[] | undefined;
}

/** Arguments in the strict grammar, as far as they could be read, and what is wrong with the others. */
export interface Understood<Args> {
  readonly args: Args;
  readonly problems: readonly Problem[];
}

const readSkill = (call: CallReader, skills: readonly Skill[] | undefined): OwnSkill | undefined => {
  const skillId = call.read('skillId', (text) => skillMeant(text, skills));
  if (skillId === undefined && !call.isWrong('skillId')) call.missing('skillId', "Enter the skill's name or ID.");
  return skillId === undefined || skills === undefined ? undefined : ownSkill(skills, skillId);
};

/** The skill's own type is the default. A given type must not contradict it. */
const readType = (call: CallReader, skill: OwnSkill | undefined): SkillType => {
  const written = call.read('skillType', skillTypeMeant);
  const [own] = skill?.types ?? [];
  if (skill === undefined || own === undefined) return written ?? 'custom';
  if (written === undefined) call.put('skillType', own);
  else if (!skill.types.includes(written)) call.problems.push(otherType(skill, written));
  return written ?? own;
};

const readMetrics = (call: CallReader, value: unknown, skillType: SkillType, skill: OwnSkill | undefined): void => {
  if (namesOf(value).length === 0) {
    call.missing('metric', 'Enter one such as "totalSessions".');
    return;
  }
  const found = metricsMeant(value, skillType);
  for (const message of found.wrong) call.wrong('metric', message);
  call.put('metric', found.value);
  if (skill === undefined || call.isWrong('skillType')) return;
  const offered = metricsFor(skillType);
  for (const name of namesOf(found.value).map(String).filter(isColumnMetric))
    if (!skillTypesOf(name).includes(skillType)) {
      const hint = offered.length > 4 ? 'Use another metric, or another skill.' : `Use ${listText(offered, 'or')}.`;
      call.wrong(
        'metric',
        `${skill.name} is a ${skillTypeWords[skillType]} skill, which has no ${name}. ${hint}`,
        name,
      );
    }
};

const readIntents = (call: CallReader, value: unknown): void => {
  for (const name of namesOf(value).map(String))
    if (intentOf(name) === undefined)
      call.wrong(
        'intent',
        `"${name}" isn't an intent's name. Enter it as in the skill's model, such as AMAZON.HelpIntent.`,
      );
};

const readLocales = (call: CallReader, value: unknown, stage: Stage, skill: OwnSkill | undefined): void => {
  const [only, ...others] = namesOf(value);
  if (only === undefined) return;
  // A list of intents has one locale.
  if (others.length === 0 && call.has('metric') && /^all( locales)?$/i.test(String(only))) {
    call.put('locale', null);
    return;
  }
  const known = skill && { skillName: skill.name, locales: skill.locales(stage) };
  const meant = (text: string): string => {
    const found = localeMeant(text, known);
    if ('value' in found) return found.value;
    call.wrong('locale', found.wrong, text);
    return text;
  };
  call.put(
    'locale',
    gridOf(value).map((row) => row.map((cell) => (cell === undefined ? '' : meant(String(cell))))),
  );
};

const readTimes = (call: CallReader, { startTime, endTime, options }: CallArguments, context: TimeContext): void => {
  const hasEnd = namesOf(endTime).length > 0 || /\bthrough\s*=/i.test(namesOf(options).join(';'));
  for (const name of ['startTime', 'endTime'] as const) {
    const value = call.one(name);
    if (value === undefined || value === 0) continue;
    const found = timeMeant(value, name, context);
    if ('wrong' in found) call.wrong(name, found.wrong);
    else {
      call.put(name, found.value.value);
      if (found.value.end !== undefined && !hasEnd) call.put('endTime', found.value.end);
    }
  }
  if (namesOf(startTime).length === 0)
    call.missing('startTime', 'Enter a date such as "2026-08-01", or words such as "last 28 days".');
};

/** Unlike in other arguments, 0 is a value here. */
const readHeaders = (call: CallReader): void => {
  const value = call.has('headers') ? call.one('headers') : undefined;
  const found = value === undefined ? undefined : headersMeant(String(value));
  if (found === undefined) return;
  if ('wrong' in found) call.wrong('headers', found.wrong);
  else call.put('headers', found.value);
};

const timeContext = ({ options }: CallArguments, { now, serialShift }: UnderstandContext): TimeContext => {
  const { tz: timeZone, week } = parseOptions(options, []);
  const calendar = { period: 'P1D', timeZone: 'UTC', week } as const;
  return { now, serialShift, timeZone, calendar, named: { timeZone, week } };
};

/**
 * Translates the arguments of a call to the strict grammar. Arguments that the strict grammar reads keep their meaning.
 */
export const understand = <Args extends CallArguments>(args: Args, context: UnderstandContext): Understood<Args> => {
  const call = new CallReader(args);
  const time = timeContext(args, context);
  const skill = readSkill(call, context.skills);
  const stage = call.read('stage', stageMeant) ?? 'live';
  const skillType = call.has('skillType') ? readType(call, skill) : 'custom';
  if (call.has('metric')) readMetrics(call, args.metric, skillType, skill);
  if (call.has('startTime')) readTimes(call, args, time);
  call.read('period', periodMeant);
  readIntents(call, args.intent);
  readLocales(call, args.locale, stage, skill);
  readHeaders(call);
  const options = optionsMeant(args.options, time);
  for (const message of options.wrong) call.wrong('options through', message);
  if (call.has('options')) call.put('options', options.value);
  return { args: { ...args, ...call.meant }, problems: call.problems };
};
