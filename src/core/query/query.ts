import type { AmazonPeriod, MetricName, SkillType, Stage } from '../domain/catalog';
import type { Instant } from '../domain/instant';
import type { Calendar } from '../time/calendar';

/** A metrics query: the same for a formula, the pane, the protocol and the relay. Everything in it has been checked. */
export interface Query extends Calendar {
  readonly skillId: string;
  /** At least one. Each has its own series. */
  readonly metrics: readonly MetricName[];
  /** On the edge of a bucket, unless `edges` is exact. */
  readonly startTime: Instant;
  /** Exclusive; on the edge of a bucket, unless `edges` is exact. */
  readonly endTime: Instant;
  /** Whether every bucket is whole, or the range cuts its first and last one. */
  readonly edges: 'whole' | 'exact';
  readonly stage: Stage;
  readonly skillType: SkillType;
  /** Empty: all intents together. Otherwise, each has its own series. */
  readonly intents: readonly string[];
  /** Empty: all locales together. Otherwise, each has its own series. */
  readonly locales: readonly string[];
  /**
   * Maximum number of points on a page; Amazon may return fewer. Left out: the relay requests as many as Amazon allows.
   */
  readonly maxResults?: number;
}

/** What tells the series of one query apart. */
export interface SeriesKey {
  readonly metric: MetricName;
  readonly intent?: string;
  readonly locale?: string;
}

/** A series of points. Timestamps ascend, and each occurs once. */
export interface Series extends SeriesKey {
  /** Beginnings of buckets, as Amazon gives them. */
  readonly timestamps: readonly Instant[];
  /** One for each timestamp; all are finite. */
  readonly values: readonly number[];
  /** Amazon's periods from which the points were built. Left out if the points are Amazon's own. */
  readonly sources?: readonly AmazonPeriod[];
  /** How many of Amazon's points have timestamps off the edges of its buckets. Left out if none has. */
  readonly offGrid?: number;
  /** Buckets for which Amazon can return no value, and why. */
  readonly impossible?: readonly { readonly timestamp: Instant; readonly reason: string }[];
}

/** A complete answer to a query. */
export interface Answer {
  /** In the order of `seriesKeys`. */
  readonly series: readonly Series[];
  /** The instant for which the answer holds: when the oldest of its points that can still change was requested. */
  readonly fetchedAt: Instant;
  /** Points from here on can still change at Amazon. Left out if all are final. */
  readonly provisionalFrom?: Instant;
  /** Requests sent to Amazon for this answer, retries included. */
  readonly requests: number;
  /** Pages that these requests returned. */
  readonly pages: number;
  /** Ranges of at most seven days that make up the answer, cached ones included. */
  readonly windows?: number;
  /** Amazon's IDs of those requests. */
  readonly requestIds: readonly string[];
}

/** The answer that stands in for a query that can't be sent yet: no series, no requests. */
export const noAnswer = (fetchedAt: Instant): Answer => ({
  series: [],
  fetchedAt,
  requests: 0,
  pages: 0,
  requestIds: [],
});

/** How many points an answer holds. */
export const pointsIn = ({ series }: Answer): number => series.reduce((sum, { values }) => sum + values.length, 0);

/** How much of an answer has arrived. */
export interface Progress {
  readonly windowsDone: number;
  readonly windowsPlanned: number;
  readonly pages: number;
  readonly points: number;
}

/** The keys of a query's series in the order of its columns: by metric, then intent, then locale. */
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
