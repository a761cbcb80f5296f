/** Which metrics of a skill are the sum of those of its intents, or of its locales. */
import { metricOf } from './catalog';
import { type ColumnMetric, isDerivedName } from './derived';

/** What a total can be split by. */
export const splits = ['intents', 'locales'] as const;

/** What a total can be split by. */
export type Split = (typeof splits)[number];

/** The split of a word in the singular or plural, in any case; `undefined` for any other text. */
export const splitNamed = (text: string): Split | undefined => {
  const word = text.trim().toLowerCase();
  return splits.find((split) => split === word || split === `${word}s`);
};

/**
 * Why the values of all names don't add up to the total, as a clause; `undefined` if they do. Of intents, only utterances
 * add up: each is sent to one intent, while a session can hold several.
 */
export const reasonAgainstSum = (metric: ColumnMetric, by: Split): string | undefined => {
  if (isDerivedName(metric)) return "ratios of parts don't add up to that of the whole";
  const { additive, unit } = metricOf(metric);
  if (!additive && unit === 'accounts') return `one customer can use several ${by}`;
  if (!additive) return "means and rates of parts don't add up to those of the whole";
  return by === 'intents' && !/utterances$/i.test(metric) ? 'one session can hold several intents' : undefined;
};
