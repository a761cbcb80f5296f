/** What stands above the value columns of a table. */
import type { Column } from '../formula/columns';
import { metricLabel } from '../domain/metric-labels';
import type { Options } from '../formula/options';
import type { SeriesKey } from '../query/question';

type Part = 'locale' | 'intent';

const parts: readonly Part[] = ['locale', 'intent'];

const amazonName = ({ metric, intent, locale }: SeriesKey): string =>
  [metric, intent, locale].filter((part) => part !== undefined).join(' ');

/** Amazon's own intents without their common beginning, where no intent of the skill is called the same. */
const intentLabel = (intent: string, all: readonly (string | undefined)[]): string => {
  const short = intent.replace(/^AMAZON\./, '');
  return all.includes(short) ? intent : short;
};

/**
 * Labels for people. What differs from column to column comes first, since a narrow column shows the beginning alone:
 * "en-GB – Total sessions" beside "de-DE – Total sessions", but "Total sessions – en-GB" beside "Unique customers – en-GB".
 */
const labelsOf = (columns: readonly Column[]): readonly string[] => {
  const keys = columns.filter((column) => column !== undefined);
  const intents = keys.map(({ intent }) => intent);
  const differs = (part: Part): boolean => new Set(keys.map((key) => key[part])).size > 1;
  const before = parts.filter(differs);
  const after = parts.filter((part) => !differs(part)).toReversed();
  const label = (key: SeriesKey, part: Part): string | undefined =>
    part === 'intent' && key.intent !== undefined ? intentLabel(key.intent, intents) : key[part];
  return columns.map((column) =>
    column === undefined
      ? ''
      : [
          ...before.map((part) => label(column, part)),
          metricLabel(column.metric),
          ...after.map((part) => label(column, part)),
        ]
          .filter((text) => text !== undefined)
          .join(' – '),
  );
};

/** A name for each column: labels for people, or Amazon's names; blank for an empty column. */
export const columnNames = (columns: readonly Column[], names: Options['names']): readonly string[] =>
  names === 'people' ? labelsOf(columns) : columns.map((column) => (column === undefined ? '' : amazonName(column)));
