/**
 * The metrics of Amazon's Metrics API v1, and the values of its enumerations.
 *
 * @see Amazon, "Metrics API v1" and "About Skill Metrics"
 */

/** Skill types that have metrics, as formulas name them. Amazon's own name for `music` is a setting of the relay. */
export const skillTypes = ['custom', 'smartHome', 'flashBriefing', 'music'] as const;
export type SkillType = (typeof skillTypes)[number];

/** Stages of a skill for which Amazon keeps metrics. */
export const stages = ['live', 'development'] as const;
export type Stage = (typeof stages)[number];

/** Periods for which Amazon returns values. `SINGLE` is one value for the whole range. */
export const amazonPeriods = ['SINGLE', 'PT15M', 'PT1H', 'P1D'] as const;
export type AmazonPeriod = (typeof amazonPeriods)[number];

/** Periods that a query can have: Amazon's, and weeks, months, quarters and years, which are built from Amazon's. */
export const periods = [...amazonPeriods, 'P1W', 'P1M', 'P3M', 'P1Y'] as const;
export type Period = (typeof periods)[number];

/** What a metric's values count or measure. */
export type Unit = 'accounts' | 'count' | 'duration' | 'percent';

/** What is known about a metric, apart from its name. */
export interface Metric {
  /** Skill types for which Amazon calculates it. */
  readonly skillTypes: readonly SkillType[];
  readonly unit: Unit;
  /** Whether values of adjacent windows can be added. False for distinct counts, means and rates. */
  readonly additive: boolean;
  /** Hours until Amazon's value for a bucket is final. Points that are younger are provisional. */
  readonly lagHours: number;
  /** Whether a skill does better with less of it. Left out: with more. */
  readonly lessIsBetter?: true;
  /** One line for people who choose a metric. */
  readonly meaning: string;
}

const everyone = ['custom', 'smartHome', 'flashBriefing', 'music'] as const;
const counted = { unit: 'count', additive: true, lagHours: 2 } as const;
const custom = { ...counted, skillTypes: ['custom'] } as const;
const music = { lagHours: 2, skillTypes: ['music'] } as const;

/** All metrics by name, in the order in which the pane lists them. */
export const catalogue = {
  uniqueCustomers: {
    skillTypes: everyone,
    unit: 'accounts',
    additive: false,
    lagHours: 2,
    meaning: 'Distinct Amazon accounts that used the skill',
  },
  totalEnablements: {
    skillTypes: ['custom', 'smartHome', 'flashBriefing'],
    unit: 'accounts',
    additive: true,
    lagHours: 24,
    meaning: 'Accounts that enabled the skill',
  },
  totalUtterances: {
    ...counted,
    skillTypes: ['custom', 'smartHome'],
    meaning: 'Utterances sent to the skill',
  },
  successfulUtterances: { ...custom, meaning: 'Utterances that the skill handled' },
  failedUtterances: { ...custom, lessIsBetter: true, meaning: 'Utterances on which the skill failed' },
  totalSessions: {
    ...counted,
    skillTypes: ['custom', 'flashBriefing'],
    meaning: 'Sessions; for flash briefings, plays',
  },
  successfulSessions: { ...custom, meaning: 'Sessions that did not end in an error' },
  incompleteSessions: { ...custom, lessIsBetter: true, meaning: 'Sessions that did not run to their end' },
  userEndedSessions: { ...custom, meaning: 'Sessions ended by the user' },
  skillEndedSessions: { ...custom, meaning: 'Sessions ended by the skill' },
  playQueuesCount: { ...counted, skillTypes: ['music'], meaning: 'Play queues created' },
  totalPlayQueuesDuration: {
    ...music,
    unit: 'duration',
    additive: true,
    meaning: 'Duration of all play queues together',
  },
  averagePlayQueueLength: {
    ...music,
    unit: 'duration',
    additive: false,
    meaning: 'Mean duration of a play queue',
  },
  successfulPlayQueueRate: {
    ...music,
    unit: 'percent',
    additive: false,
    meaning: 'Share of play queues that lasted 30 seconds or more',
  },
} as const satisfies Record<string, Metric>;

/** A metric's name, as Amazon spells it. */
export type MetricName = keyof typeof catalogue;

/** Whether a text is the exact name of a metric. For names in any spelling, see `metricNamed`. */
export const isMetricName = (name: string): name is MetricName => Object.hasOwn(catalogue, name);

/** Names of all metrics, in catalogue order. */
export const metricNames: readonly MetricName[] = Object.keys(catalogue).filter(isMetricName);

/** The catalogue's entry for a name, with the general type. */
export const metricOf = (name: MetricName): Metric => catalogue[name];

/** Names of the metrics that Amazon calculates for a skill type, in catalogue order. */
export const metricsFor = (skillType: SkillType): readonly MetricName[] =>
  metricNames.filter((name) => metricOf(name).skillTypes.includes(skillType));

const minute = 60_000;

/**
 * The length of one of Amazon's buckets in milliseconds, or `undefined` for SINGLE, whose one bucket has any length.
 */
export const amazonBucketMs = (period: AmazonPeriod): number | undefined =>
  ({ SINGLE: undefined, PT15M: 15 * minute, PT1H: 60 * minute, P1D: 1440 * minute })[period];

/**
 * The longest range that Amazon answers in one request, in milliseconds: exactly seven days.
 *
 * @see Amazon, "Metrics API v1"
 */
export const maxWindowMs = 7 * 24 * 60 * minute;

/**
 * A metric's name as words: `uniqueCustomers` becomes "Unique customers". Labels have no units: Amazon doesn't document
 * the unit of play time, nor whether a rate is 0.875 or 87.5.
 */
export const metricLabel = (name: string): string => {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
