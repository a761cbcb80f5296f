import type { Calendar } from '../time/calendar';
import type { AmazonPeriod, MetricName, SkillType, Stage } from '../domain/catalog';
import type { Instant } from '../domain/instant';

/** What is asked: the same for a formula, the pane, the wire and the relay. Everything in it has been checked. */
export interface Query extends Calendar {
  readonly skillId: string;
  /** At least one; one series each. */
  readonly metrics: readonly MetricName[];
  /** On the edge of a bucket, unless `edges` is exact. */
  readonly startTime: Instant;
  /** Exclusive; on the edge of a bucket, unless `edges` is exact. */
  readonly endTime: Instant;
  /** Whether every bucket is whole, or the range cuts its first and last one. */
  readonly edges: 'whole' | 'exact';
  readonly stage: Stage;
  readonly skillType: SkillType;
  /** Empty: all intents together. Else one series each. */
  readonly intents: readonly string[];
  /** Empty: all locales together. Else one series each. */
  readonly locales: readonly string[];
  /** Points a page, at most; Amazon may give fewer. Left out: the relay asks for as many as Amazon gives. */
  readonly maxResults?: number;
}

/** One of the series that a query asks for. */
export interface SeriesKey {
  readonly metric: MetricName;
  readonly intent?: string;
  readonly locale?: string;
}

/** A series of points; timestamps ascend and none stands twice. */
export interface Series extends SeriesKey {
  readonly timestamps: readonly Instant[];
  readonly values: readonly number[];
  /** Amazon's periods that its points were made of; left out where they are Amazon's own. */
  readonly sources?: readonly AmazonPeriod[];
  /** How many of Amazon's points are stamped off the edges of its buckets; left out where none is. */
  readonly offGrid?: number;
  /** Buckets of which Amazon can give no value, and why. */
  readonly impossible?: readonly { readonly timestamp: Instant; readonly reason: string }[];
}

/** A whole answer to a query. */
export interface Answer {
  /** In the order of seriesKeys. */
  readonly series: readonly Series[];
  /** As of when the answer holds: when the oldest of its points that may still change was asked. */
  readonly fetchedAt: Instant;
  /** Points from here on may still change at Amazon. Left out: all are final. */
  readonly provisionalFrom?: Instant;
  /** Requests sent to Amazon for this answer, retries included. */
  readonly requests: number;
  readonly pages: number;
  /** Ranges of at most seven days that the answer is made of, known ones included. */
  readonly windows?: number;
  /** Amazon's ids of those requests. */
  readonly requestIds: readonly string[];
}

/** What stands for the answer to a query that cannot be asked yet. */
export const noAnswer = (fetchedAt: Instant): Answer => ({
  series: [],
  fetchedAt,
  requests: 0,
  pages: 0,
  requestIds: [],
});

/** How many points an answer holds. */
export const pointsIn = ({ series }: Answer): number => series.reduce((sum, { values }) => sum + values.length, 0);

/** How far an answer has come. */
export interface Progress {
  readonly windowsDone: number;
  readonly windowsPlanned: number;
  readonly pages: number;
  readonly points: number;
}

/** The series of a query in the order of its columns: by metric, then intent, then locale. */
export const seriesKeys = ({ metrics, intents, locales }: Query): readonly SeriesKey[] => {
  const one = <T>(list: readonly T[]): readonly (T | undefined)[] => (list.length === 0 ? [undefined] : list);
  return metrics.flatMap((metric) =>
    one(intents).flatMap((intent) =>
      one(locales).map((locale) => ({
        metric,
        ...(intent === undefined ? {} : { intent }),
        ...(locale === undefined ? {} : { locale }),
      })),
    ),
  );
};
