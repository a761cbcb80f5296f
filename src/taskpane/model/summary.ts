/** Says in plain words what a query asks and costs, so that a slip is seen before it is in a cell. */
import type { Period } from '../../core/domain/catalog';
import type { ColumnMetric } from '../../core/domain/derived';
import { floorToDay, type Instant } from '../../core/domain/instant';
import type { TableOptions } from '../../core/formula/parse-formula';
import type { Query } from '../../core/query/query';
import { cutEdges } from '../../core/tables/headers';
import { maxTopRequests, usualCount } from '../../core/tables/top-request';
import { clocksGoBack, isCalendarPeriod } from '../../core/time/calendar';
import { wallOf } from '../../core/time/excel-time';
import type { Estimate } from '../../core/windows/query-size';
import type { Form } from './form';
import { comparedWith, metricLabel, skillTypeLabels } from './labels';

export interface SummaryInput {
  readonly query: Query;
  /** What its columns show. Left out: the values of the query. */
  readonly table?: Pick<TableOptions, 'columns' | 'compare' | 'expected'> | undefined;
  /** The skill's name, where it is known. */
  readonly skillName?: string | undefined;
  /** Zone in which the range is told. */
  readonly timeZone: string;
  /** The range has no end of its own: it runs to the moment of each refresh. */
  readonly untilNow: boolean;
}

/** The skill's name stands apart: it has a language of its own. */
export interface Sentence {
  readonly before: string;
  readonly skill: string;
  readonly after: string;
}

const pace: Record<Period, string> = {
  P1D: 'Daily',
  PT1H: 'Hourly',
  PT15M: 'Quarter-hourly',
  P1W: 'Weekly',
  P1M: 'Monthly',
  P3M: 'Quarterly',
  P1Y: 'Yearly',
  SINGLE: 'One value of',
};

const counted = new Intl.NumberFormat('en');
const conjunction = new Intl.ListFormat('en', { type: 'conjunction' });

/** A list of all locales must not take the room of the form. */
const joined = (names: readonly string[]): string =>
  conjunction.format(names.length < 5 ? names : [...names.slice(0, 3), `${names.length - 3} more`]);

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const isMidnight = (instant: Instant, timeZone: string): boolean => {
  const wall = wallOf(instant, timeZone);
  return wall === floorToDay(wall);
};

/** The zone whose days the rows are, or on whose clocks they are told. */
const zoneOf = ({ query, timeZone }: SummaryInput): string =>
  isCalendarPeriod(query.period) && query.timeZone === 'UTC' ? 'UTC' : timeZone;

/** Whole days, the last of them included: "Aug 1 through Aug 31, 2026". */
const throughDays = (first: Instant, last: Instant, timeZone: string): string => {
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone });
  const [begin, end] = [format.format(first), format.format(last)];
  if (begin === end) return end;
  const year = /, \d+$/;
  const isSameYear = year.exec(begin)?.[0] === year.exec(end)?.[0];
  return `${isSameYear ? begin.replace(year, '') : begin} through ${end}`;
};

const rangeOf = (asked: SummaryInput): string => {
  const { query, untilNow } = asked;
  const { startTime, endTime } = query;
  const timeZone = zoneOf(asked);
  const days = isMidnight(startTime, timeZone) && (untilNow || isMidnight(endTime, timeZone));
  const format = new Intl.DateTimeFormat('en', {
    dateStyle: 'medium',
    ...(days ? {} : { timeStyle: 'short', hourCycle: 'h23' }),
    timeZone,
  });
  if (untilNow) return `${format.format(startTime)} until now`;
  return days
    ? throughDays(startTime, endTime - 1, timeZone)
    : format.formatRange(startTime, endTime).replaceAll('\u2009', ' ');
};

/** A skill by the last part of its ID, which is all that tells one from another. A word joiner keeps the dots with it. */
export const shortSkill = (skillId: string): string =>
  `skill ${skillId.length > 24 ? `…\u2060${skillId.slice(-12)}` : skillId}`;

/** A zone as people call it: `America/New_York` is New York time. */
const zoneWords = (timeZone: string): string =>
  timeZone === 'UTC' ? timeZone : `${(timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')} time`;

const metricsIn = ({ query, table }: SummaryInput): readonly ColumnMetric[] => {
  const shown = table?.columns.flatMap((column) => column?.metric ?? []) ?? [];
  return shown.length === 0 ? query.metrics : [...new Set(shown)];
};

/** What stands beside the values. */
const besides = ({ table }: SummaryInput): string =>
  [
    table?.compare === undefined ? '' : ` Compared with ${comparedWith[table.compare]}.`,
    table?.expected === '1' ? ' With expected values.' : '',
  ].join('');

/** What is asked, in a sentence or two. */
export const sentenceOf = (asked: SummaryInput): Sentence => {
  const { query, skillName } = asked;
  const metrics = joined(metricsIn(asked).map((name) => lower(metricLabel(name))));
  const type = query.skillType === 'custom' ? [] : [lower(skillTypeLabels[query.skillType])];
  const stage = query.stage === 'live' ? 'live' : 'in development';
  const locales = query.locales.length === 0 ? 'all locales' : joined(query.locales);
  const intents = query.intents.length === 0 ? [] : [`${joined(query.intents)} only`];
  const zone = zoneWords(zoneOf(asked));
  const days = isCalendarPeriod(query.period) ? `days in ${zone}` : zone;
  const isRepeated = query.period === 'SINGLE' && clocksGoBack(query, asked.timeZone);
  const repeated = isRepeated ? ' Clocks go back in this range: the hour that comes twice counts twice.' : '';
  const cut = cutEdges(query, { first: query.startTime, last: query.endTime });
  return {
    before: `${pace[query.period]} ${metrics} of `,
    skill: skillName ?? shortSkill(query.skillId),
    after: `, ${[...type, stage, locales, ...intents].join(', ')}. ${rangeOf(asked)}, ${days}${cut === undefined ? '' : `, ${cut}`}.${repeated}${besides(asked)}`,
  };
};

/** What SKILLTOP lists. */
export const topSentenceOf = (asked: SummaryInput, { by, n }: Pick<Form, 'by' | 'n'>): Sentence => {
  const sentence = sentenceOf(asked);
  const [metric] = metricsIn(asked);
  const of = metric === undefined ? '' : lower(metricLabel(metric));
  return { ...sentence, before: `The ${n.trim() || usualCount} ${by} with the most ${of} of ` };
};

/** What SKILLMETRICSINFO tells of the answer to a query. */
export const infoSentenceOf = (asked: SummaryInput): Sentence => {
  const sentence = sentenceOf(asked);
  return { ...sentence, before: `Source, freshness and cost of ${lower(sentence.before)}` };
};

const some = (count: number, one: string, more: string): string =>
  `${counted.format(count)} ${count === 1 ? one : more}`;

const lasting = (seconds: number): string => {
  if (seconds < 1.5) return 'about a second';
  return seconds < 90
    ? `about ${Math.round(seconds)} seconds`
    : `about ${some(Math.round(seconds / 60), 'minute', 'minutes')}`;
};

const cellsOf = ({ rows, columns }: Estimate): string =>
  `${some(rows, 'row', 'rows')}${columns === 1 ? '' : ` of ${counted.format(columns)} values`}`;

/**
 * How much of the sheet the answer takes, and what it takes to get it.
 * @param cells Default: the rows, headers aside. Amazon may leave buckets out.
 */
export const costOf = (estimate: Estimate, cells = cellsOf(estimate)): string =>
  [cells, `up to ${some(estimate.requests, 'request', 'requests')}`, lasting(estimate.seconds)].join(' · ');

/**
 * What SKILLTOP costs: each name is requested by itself.
 * @param estimate of one name
 * @param names how many there are, with all of them together where they add up; undefined where that is not known
 */
export const topCostOf = (estimate: Estimate, { by, n }: Pick<Form, 'by' | 'n'>, names: number | undefined): string => {
  const rows = `up to ${some(Number(n.trim() || usualCount) + 1, 'row', 'rows')}`;
  if (names === undefined)
    return `${rows} · ${some(estimate.requests, 'request', 'requests')} for each of the skill's ${by}`;
  const [requests, seconds] = [estimate.requests * names, estimate.seconds * names];
  return requests > maxTopRequests
    ? `${some(requests, 'request', 'requests')}, and ${counted.format(maxTopRequests)} is the most. Choose a shorter range.`
    : costOf({ ...estimate, requests, seconds }, rows);
};

/** Says in plain words what a formula lists. */
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
    case 'SKILLTOP':
    case 'SKILLMETRICSINFO':
      return undefined;
  }
};
