/**
 * Metrics that Amazon doesn't calculate: ratios of two of its metrics, each over the whole bucket of a row. A ratio is
 * never the mean of ratios of shorter buckets, which would weigh a quiet hour like a busy one.
 */
import {
  catalogue,
  isMetricName,
  type MetricName,
  metricNames,
  metricOf,
  metricsFor,
  type SkillType,
  skillTypes,
} from './catalog';

/** What is known about a derived metric, apart from its name. */
export interface DerivedMetric {
  /** The metric above the line. */
  readonly over: MetricName;
  /** The metric below the line. */
  readonly under: MetricName;
  /** A share is between 0 and 1, and shown as a percentage. A mean is a number of things for each other thing. */
  readonly kind: 'share' | 'mean';
  /** Whether the upper part is the mean of the bucket's days, rather than a value of the bucket. */
  readonly ofDays?: boolean;
  /** Whether a skill does better with less of it. Left out: with more. */
  readonly lessIsBetter?: true;
  /** One line for people who choose a metric. */
  readonly meaning: string;
}

/** All derived metrics by name, in the order in which the pane lists them. */
export const derivedCatalogue = {
  successRate: {
    over: 'successfulUtterances',
    under: 'totalUtterances',
    kind: 'share',
    meaning: 'Share of utterances that the skill handled',
  },
  failureRate: {
    over: 'failedUtterances',
    under: 'totalUtterances',
    kind: 'share',
    lessIsBetter: true,
    meaning: 'Share of utterances on which the skill failed',
  },
  incompleteRate: {
    over: 'incompleteSessions',
    under: 'totalSessions',
    kind: 'share',
    lessIsBetter: true,
    meaning: 'Share of sessions that did not run to their end',
  },
  sessionsPerCustomer: {
    over: 'totalSessions',
    under: 'uniqueCustomers',
    kind: 'mean',
    meaning: 'Sessions divided by distinct customers',
  },
  utterancesPerSession: {
    over: 'totalUtterances',
    under: 'totalSessions',
    kind: 'mean',
    meaning: 'Utterances divided by sessions',
  },
  utterancesPerCustomer: {
    over: 'totalUtterances',
    under: 'uniqueCustomers',
    kind: 'mean',
    meaning: 'Utterances divided by distinct customers',
  },
  stickiness: {
    over: 'uniqueCustomers',
    under: 'uniqueCustomers',
    kind: 'share',
    ofDays: true,
    meaning: 'Average daily customers divided by the customers of the week',
  },
} as const satisfies Record<string, DerivedMetric>;

/** The name of a derived metric. */
export type DerivedName = keyof typeof derivedCatalogue;

/** The name of a metric that a column can show: one of Amazon's, or a derived one. */
export type ColumnMetric = MetricName | DerivedName;

/** Whether a text is the exact name of a derived metric. */
export const isDerivedName = (name: string): name is DerivedName => Object.hasOwn(derivedCatalogue, name);

/** Whether a text is the exact name of a metric that a column can show. For names in any spelling, see `metricNamed`. */
export const isColumnMetric = (name: string): name is ColumnMetric => isMetricName(name) || isDerivedName(name);

const derivedNames: readonly DerivedName[] = Object.keys(derivedCatalogue).filter(isDerivedName);

/** Names of all metrics that a column can show: Amazon's, then derived ones. */
export const columnMetrics: readonly ColumnMetric[] = [...metricNames, ...derivedNames];

/** The catalogue's entry for a derived metric, with the general type. */
export const derivedOf = (name: DerivedName): DerivedMetric => derivedCatalogue[name];

/** Whether a skill does better with less of it: a fall of its failure rate is good news. */
export const isLessBetter = (name: ColumnMetric): boolean =>
  (isDerivedName(name) ? derivedOf(name) : metricOf(name)).lessIsBetter === true;

/** The metrics of Amazon's from which a column is calculated; for one of Amazon's, the metric itself. */
export const partsOf = (name: ColumnMetric): readonly MetricName[] =>
  isDerivedName(name) ? [...new Set([derivedOf(name).over, derivedOf(name).under])] : [name];

/** The metrics of Amazon's from which columns are calculated, each once, in the order in which the columns need them. */
export const partsOfAll = (names: readonly ColumnMetric[]): readonly MetricName[] => [
  ...new Set(names.flatMap(partsOf)),
];

/** Skill types for whose skills a column can be calculated. */
export const skillTypesOf = (name: ColumnMetric): readonly SkillType[] =>
  skillTypes.filter((type) => partsOf(name).every((part) => metricOf(part).skillTypes.includes(type)));

/**
 * Whether a column's metric needs no check of its parts against the skill type: it is one of Amazon's, or all of its
 * parts exist for the type.
 */
export const isMetricFor = (name: ColumnMetric, skillType: SkillType): boolean =>
  isMetricName(name) || skillTypesOf(name).includes(skillType);

/** Names of the metrics that a column can show for a skill type, derived ones last. */
export const columnMetricsFor = (skillType: SkillType): readonly ColumnMetric[] => [
  ...metricsFor(skillType),
  ...derivedNames.filter((name) => skillTypesOf(name).includes(skillType)),
];

/** One line on what a metric means. */
export const meaningOf = (name: ColumnMetric): string =>
  isDerivedName(name) ? derivedOf(name).meaning : catalogue[name].meaning;

/** Whether a column's values are counts, rather than means or rates. */
export const isCount = (name: ColumnMetric): boolean =>
  isMetricName(name) && (metricOf(name).additive || metricOf(name).unit === 'accounts');
