/** Natural words for the values of enumerations. */
import { type Period, periods, type SkillType, skillTypes, type Stage, stages } from '../domain/catalog';
import { didYouMean, letters, type Meant, type NameCandidate } from './match';

/** What people call an argument and its values. `words` are further names for the values, without spaces. */
interface Choice<T extends string> {
  readonly name: string;
  readonly values: readonly T[];
  readonly words: ReadonlyMap<string, T>;
  /** What to enter, in the words that people know best. */
  readonly hint: string;
}

const wordsFor = <T extends string>(all: Readonly<Record<T, string>>, values: readonly T[]): ReadonlyMap<string, T> =>
  new Map(values.flatMap((value) => all[value].split(' ').map((word) => [word, value] as const)));

const choice =
  <T extends string>({ name, values, words, hint }: Choice<T>) =>
  (text: string): Meant<T> => {
    const typed = letters(text);
    const value = values.find((one) => one.toLowerCase() === typed) ?? words.get(typed);
    if (value !== undefined) return { value };
    const candidates: NameCandidate[] = [
      ...values.map((one) => [one, one] as const),
      ...[...words.keys()].map((word) => [word, word] as const),
    ];
    return { wrong: `There is no ${name} "${text}". ${didYouMean(text, candidates, `Use ${hint}.`)}` };
  };

const periodWords: Readonly<Record<Period, string>> = {
  SINGLE: 'total sum onevalue whole range wholerange',
  PT15M: '15min 15mins 15minute 15minutes 15m every15minutes quarterhour quarterhourly',
  PT1H: 'hour hours hourly 1hour 1h h 60min everyhour perhour',
  P1D: 'day days daily 1day 1d d everyday perday',
  P1W: 'week weeks weekly 1week 1w w everyweek perweek',
  P1M: 'month months monthly 1month everymonth permonth',
  P3M: 'quarter quarters quarterly 1quarter q 3months everyquarter perquarter',
  P1Y: 'year years yearly annual annually 1year 1y y 12months everyyear peryear',
};

const stageWords: Readonly<Record<Stage, string>> = {
  live: 'prod production published',
  development: 'dev develop indevelopment draft',
};

const skillTypeNames: Readonly<Record<SkillType, string>> = {
  custom: 'customskill customskills',
  smartHome: 'smarthomeskill smarthomeskills smart',
  flashBriefing: 'flashbriefingskill flashbriefings flashbriefingskills flash briefing news',
  music: 'musicskill musicskills musicradio musicandradio radio podcast podcasts',
};

/** The period of `daily`, `week`, `15 min`, `total` and the like. */
export const periodMeant = choice({
  name: 'period',
  values: periods,
  words: wordsFor(periodWords, periods),
  hint: 'hour, day, week, month, quarter, year or total',
});

/** The stage of `dev`, `prod`, `published` and the like. */
export const stageMeant = choice({
  name: 'stage',
  values: stages,
  words: wordsFor(stageWords, stages),
  hint: 'live or development',
});

/** The skill type of `Custom skill`, `flash briefing` and the like. */
export const skillTypeMeant = choice({
  name: 'skill type',
  values: skillTypes,
  words: wordsFor(skillTypeNames, skillTypes),
  hint: 'custom, smartHome, flashBriefing or music',
});

/** The number of header rows of TRUE, `yes`, `none` and the like. */
export const headersMeant = (text: string): Meant<0 | 1 | 2> => {
  const typed = letters(text);
  if (['0', 'false', 'no', 'none', 'off'].includes(typed)) return { value: 0 };
  if (['1', 'true', 'yes', 'on', 'header', 'headers'].includes(typed)) return { value: 1 };
  if (typed === '2') return { value: 2 };
  return {
    wrong: `headers can't be "${text}". Use 0 for none, 1 for column names, or 2 for the skill and column names.`,
  };
};
