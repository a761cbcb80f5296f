/** The words that people read for what the grammar calls by code names. */
import type { Split } from '../../core/domain/adding-up';
import {
  metricLabel,
  metricOf,
  type Period,
  periods,
  type SkillType,
  type Stage,
  type Unit,
} from '../../core/domain/catalog';
import { type ColumnMetric, derivedOf, isColumnMetric, isDerivedName, meaningOf } from '../../core/domain/derived';
import type { Options } from '../../core/formula/options';
import { type CallName, callNames } from '../../core/formula/signatures';
import type { Comparison } from '../../core/time/shift';
import type { FieldName, Form, Headers } from './form';

export { metricLabel };

const unitWords: Record<Unit, string> = {
  accounts: 'accounts',
  count: 'count',
  duration: 'duration',
  percent: 'percent',
};

const kindWords = { share: 'percent', mean: 'ratio' } as const;

/** One line on what a metric means, how it is counted, and how late Amazon's numbers are. */
export const metricDescription = (name: ColumnMetric): string => {
  if (isDerivedName(name)) return `${meaningOf(name)} (${kindWords[derivedOf(name).kind]})`;
  const { meaning, unit, lagHours } = metricOf(name);
  const late = lagHours < 24 ? `up to ${lagHours}\u00a0h late` : 'up to a day late';
  return `${meaning} (${unitWords[unit]}, ${late})`;
};

export const periodLabels: Record<Period, string> = {
  P1D: 'Daily',
  PT1H: 'Hourly',
  PT15M: 'Every 15 minutes',
  P1W: 'Weekly',
  P1M: 'Monthly',
  P3M: 'Quarterly',
  P1Y: 'Yearly',
  SINGLE: 'One value for the range',
};

const stageLabels: Record<Stage, string> = { live: 'Live', development: 'Development' };

export const skillTypeLabels: Record<SkillType, string> = {
  custom: 'Custom',
  smartHome: 'Smart home',
  flashBriefing: 'Flash briefing',
  music: 'Music, radio',
};

const callLabels: Record<CallName, string> = {
  SKILLMETRICS: 'Values over time',
  SKILLTOTAL: 'One total',
  SKILLTOP: 'Top intents or locales',
  ALEXASKILLS: 'List of skills',
  ALEXAINTENTS: 'List of intents',
  SKILLMETRICSINFO: 'Source and freshness',
};

const headerLabels: Record<Headers, string> = {
  '1': 'One',
  '2': 'Two, with the skill',
  '0': 'None',
};

const orderLabels: Record<Options['order'], string> = { asc: 'Oldest first', desc: 'Newest first' };

const fillLabels: Record<Options['fill'], string> = { none: 'Leave out', '0': 'Show 0', na: 'Show #N/A' };

const layoutLabels: Record<Options['layout'], string> = {
  columns: 'A column for each value',
  rows: 'A row for each value',
};

const dayLabels: Record<Options['days'], string> = { zone: 'Of the time zone', utc: 'Of UTC, as Amazon has them' };

const tailLabels: Record<Options['tail'], string> = {
  all: 'With the current period',
  complete: 'Complete periods only',
  final: 'Final values only',
};

const edgeLabels: Record<Options['edges'], string> = { whole: 'Whole periods', exact: 'Cut at start and end' };

const weekLabels: Record<Options['week'], string> = { mon: 'On Monday', sun: 'On Sunday' };

const zoneLabels: Record<Options['zone'], string> = { '0': 'No', '1': 'Yes' };

const nameLabels: Record<Options['names'], string> = { people: 'Plain words', api: 'Amazon’s' };

const splitLabels: Record<Split, string> = { intents: 'Intents', locales: 'Locales' };

const compareLabels: Record<Form['compare'], string> = {
  '': 'Nothing',
  previous: 'Period before',
  week: 'Week before',
  month: 'Month before',
  year: 'Year before (52 weeks)',
};

/** What a range is compared with, in a sentence. */
export const comparedWith: Readonly<Record<Comparison, string>> = {
  previous: 'the period before',
  week: 'the week before',
  month: 'the month before',
  year: 'the year before',
};

const expectedLabels: Record<Options['expected'], string> = { '0': 'No', '1': 'Yes, from the 8 weeks before' };

/** What to do about a field that must not be empty. */
export const missingWords: Partial<Record<FieldName, string>> = {
  skillId: 'Choose a skill, or paste its ID.',
  metric: 'Choose at least one metric.',
  startTime: 'Enter a start, such as -28d or 2026-08-01.',
};

/** How a field is called in the pane. */
export const fieldLabels: Readonly<Record<FieldName, string>> = {
  call: 'Get',
  skillId: 'Skill',
  metric: 'Metrics',
  startTime: 'Start',
  endTime: 'End',
  period: 'Period',
  stage: 'Stage',
  skillType: 'Skill type',
  intent: 'Intents',
  locale: 'Locales',
  headers: 'Header rows',
  vendor: 'Vendor',
  by: 'Compare',
  n: 'Rows',
  tz: 'Time zone',
  order: 'Order',
  fill: 'Gaps',
  layout: 'Layout',
  edges: 'First and last row',
  days: 'Days',
  tail: 'Last rows',
  week: 'Weeks begin',
  zone: 'UTC offset column',
  names: 'Column names',
  compare: 'Compare with',
  expected: 'Expected values',
  maxResults: 'Page size',
  limit: 'Row limit',
};

/** Single words of the grammar, such as "period" or "intent", are plain words in a sentence, too. */
const isCodeName = (name: string): boolean => /[a-z][A-Z]/.test(name);

const isField = (name: string): name is FieldName => Object.hasOwn(fieldLabels, name);

const labelOf = (name: string): string | undefined => {
  if (isColumnMetric(name)) return metricLabel(name).toLowerCase();
  const period = periods.find((one) => one === name);
  if (period !== undefined) return `“${periodLabels[period]}”`;
  return isCodeName(name) && isField(name) ? `“${fieldLabels[name]}”` : undefined;
};

/** A text meant for cells, with metrics, periods and arguments called as the pane calls them. */
export const inPaneWords = (text: string): string => text.replace(/\w+/g, (word) => labelOf(word) ?? word);

/** Values with their labels, in the order in which they are offered. */
export type Choices<T extends string> = readonly (readonly [T, string])[];

const choices = <T extends string>(labels: Record<T, string>, ...order: readonly T[]): Choices<T> =>
  order.map((value) => [value, labels[value]]);

export const callChoices = choices(callLabels, ...callNames);
export const skillTypeChoices = choices(skillTypeLabels, 'custom', 'smartHome', 'flashBriefing', 'music');
export const stageChoices = choices(stageLabels, 'live', 'development');
export const headerChoices = choices(headerLabels, '1', '2', '0');
export const orderChoices = choices(orderLabels, 'asc', 'desc');
export const fillChoices = choices(fillLabels, 'none', '0', 'na');
export const layoutChoices = choices(layoutLabels, 'columns', 'rows');
export const dayChoices = choices(dayLabels, 'zone', 'utc');
export const tailChoices = choices(tailLabels, 'all', 'complete', 'final');
export const edgeChoices = choices(edgeLabels, 'whole', 'exact');
export const weekChoices = choices(weekLabels, 'mon', 'sun');
export const zoneColumnChoices = choices(zoneLabels, '0', '1');
export const splitChoices = choices(splitLabels, 'intents', 'locales');
export const nameChoices = choices(nameLabels, 'people', 'api');
export const compareChoices = choices(compareLabels, '', 'previous', 'week', 'month', 'year');
export const expectedChoices = choices(expectedLabels, '0', '1');
