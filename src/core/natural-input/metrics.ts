/** The metrics that people mean by labels, by everyday names, and by lists in one text. */
import { metricNamed } from '../formula/argument-reader';
import { metricsFor, type MetricName, type SkillType } from '../domain/catalog';
import { gridOf } from '../formula/cell-input';
import { listText } from '../query/phrases';
import { didYouMean, letters, type Candidate, type Meant } from './match';

/** Everyday names without spaces; what they mean of a skill type, where that differs. */
const aliases: Readonly<Record<string, MetricName | Partial<Record<SkillType, MetricName>>>> = {
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
};

const aliasOf = (text: string, skillType: SkillType): MetricName | undefined => {
  const typed = letters(text);
  const found = Object.hasOwn(aliases, typed) ? aliases[typed] : undefined;
  return typeof found === 'object' ? found[skillType] : found;
};

/** So many names a person reads in a message; more are in the help. */
const readable = 4;

const hintFor = (skillType: SkillType): string => {
  const names = metricsFor(skillType);
  return names.length <= readable
    ? `Use ${listText(names, 'or')}.`
    : "Use a metric such as totalSessions or uniqueCustomers; the function's help lists all.";
};

const candidatesFor = (skillType: SkillType): readonly Candidate[] => [
  ...metricsFor(skillType).map((name) => [name, name] as const),
  ...Object.keys(aliases).flatMap((alias): Candidate[] => {
    const name = aliasOf(alias, skillType);
    return name === undefined ? [] : [[alias, name]];
  }),
];

const metricMeant = (text: string, skillType: SkillType): Meant<MetricName> => {
  const value = metricNamed(text) ?? aliasOf(text, skillType);
  if (value !== undefined) return { value };
  return {
    wrong: `There is no metric "${text}". ${didYouMean(text, candidatesFor(skillType), hintFor(skillType))}`,
  };
};

/** The names in a list; a text that is a name as a whole is one. */
const segmentsOf = (text: string, skillType: SkillType): readonly string[] => {
  if ('value' in metricMeant(text, skillType)) return [text];
  const segments = text.split(/[,;&\n]|\sand\s/i).map((segment) => segment.trim());
  return segments.filter((segment) => segment !== '');
};

/** The metrics of an argument in its shape, and what is wrong with those that are none. */
export interface MetricsMeant {
  readonly value: unknown;
  readonly wrong: readonly string[];
}

/** Reads a metric argument: one text may hold a list, which stands for cells side by side. */
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
