/** The metrics that people mean by labels, by everyday names, and by lists in one text. */
import { type MetricName, metricsFor, type SkillType } from '../domain/catalog';
import { type ColumnMetric, columnMetricsFor } from '../domain/derived';
import { metricNamed } from '../formula/argument-reader';
import { gridOf } from '../formula/cell-input';
import { listText } from '../query/phrases';
import { didYouMean, letters, type Meant, type NameCandidate } from './match';

/** Everyday names without spaces, by skill type if their meaning depends on it. */
const aliases: Readonly<Record<string, ColumnMetric | Partial<Record<SkillType, MetricName>>>> = {
  customers: 'uniqueCustomers',
  users: 'uniqueCustomers',
  uniqueusers: 'uniqueCustomers',
  enablements: 'totalEnablements',
  enables: 'totalEnablements',
  utterances: 'totalUtterances',
  sessions: 'totalSessions',
  plays: { custom: 'totalSessions', flashBriefing: 'totalSessions', music: 'playQueuesCount' },
  playqueues: 'playQueuesCount',
  queues: 'playQueuesCount',
  playtime: 'totalPlayQueuesDuration',
  totalplaytime: 'totalPlayQueuesDuration',
  averageplaytime: 'averagePlayQueueLength',
  playqueuerate: 'successfulPlayQueueRate',
  errorrate: 'failureRate',
};

/** The everyday names of a metric, without spaces; those with the same meaning for all skill types. */
export const everydayNames = (metric: ColumnMetric): readonly string[] =>
  Object.entries(aliases).flatMap(([name, meant]) => (meant === metric ? [name] : []));

const aliasOf = (text: string, skillType: SkillType): ColumnMetric | undefined => {
  const typed = letters(text);
  const found = Object.hasOwn(aliases, typed) ? aliases[typed] : undefined;
  return typeof found === 'object' ? found[skillType] : found;
};

/** More names than this are hard to read in a message. The help lists all. */
const readable = 4;

const hintFor = (skillType: SkillType): string => {
  const names = metricsFor(skillType);
  return names.length <= readable
    ? `Use ${listText(names, 'or')}.`
    : "Use a metric such as totalSessions or uniqueCustomers; the function's help lists all.";
};

const candidatesFor = (skillType: SkillType): readonly NameCandidate[] => [
  ...columnMetricsFor(skillType).map((name) => [name, name] as const),
  ...Object.keys(aliases).flatMap((alias): NameCandidate[] => {
    const name = aliasOf(alias, skillType);
    return name === undefined ? [] : [[alias, name]];
  }),
];

const metricMeant = (text: string, skillType: SkillType): Meant<ColumnMetric> => {
  const value = metricNamed(text) ?? aliasOf(text, skillType);
  if (value !== undefined) return { value };
  return {
    wrong: `There is no metric "${text}". ${didYouMean(text, candidatesFor(skillType), hintFor(skillType))}`,
  };
};

/** The names in a list. A text that is a name as a whole isn't a list. */
const segmentsOf = (text: string, skillType: SkillType): readonly string[] => {
  if ('value' in metricMeant(text, skillType)) return [text];
  const segments = text.split(/[,;&\n]|\sand\s/i).map((segment) => segment.trim());
  return segments.filter((segment) => segment !== '');
};

/** The metrics of an argument in its shape, and what is wrong with those that couldn't be read. */
export interface MetricsMeant {
  readonly value: unknown;
  readonly wrong: readonly string[];
}

/** Reads a metric argument. A text in a single cell can hold a list, which is read as a row of cells. */
export const metricsMeant = (value: unknown, skillType: SkillType): MetricsMeant => {
  const wrong: string[] = [];
  const meant = (text: string): string => {
    const found = metricMeant(text, skillType);
    if ('value' in found) return found.value;
    wrong.push(found.wrong);
    return text;
  };
  const grid = gridOf(value);
  const filled = grid.flat().filter((cell) => cell !== undefined);
  const [only] = filled;
  if (only !== undefined && filled.length === 1 && grid.flat().length === 1)
    return { value: [segmentsOf(String(only), skillType).map(meant)], wrong };
  return { value: grid.map((row) => row.map((cell) => (cell === undefined ? '' : meant(String(cell))))), wrong };
};
