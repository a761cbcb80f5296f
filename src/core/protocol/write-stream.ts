/** Writes the relay's answers, as the parsers of the protocol read them. */
import type { Failure } from '../domain/failure';
import { formatInstant } from '../domain/instant';
import { pointsIn, type Series } from '../query/query';
import type { BatchLine, BatchResultLine } from './batch';
import type { Line } from './stream';

/** Numbers or times that are written at once: about 16 KB. */
const pointsAtOnce = 1_000;

function* listChunks<T>(list: readonly T[], write: (some: readonly T[]) => string): Generator<string, void> {
  for (let from = 0; from < list.length; from += pointsAtOnce)
    yield (from === 0 ? '' : ',') + write(list.slice(from, from + pointsAtOnce));
}

function* seriesChunks({ timestamps, values, impossible, ...key }: Series): Generator<string, void> {
  const gaps = impossible?.map(({ timestamp, reason }) => ({ timestamp: formatInstant(timestamp), reason }));
  const head = JSON.stringify({ ...key, ...(gaps === undefined ? {} : { impossible: gaps }) });
  yield `${head.slice(0, -1)},"timestamps":[`;
  yield* listChunks(timestamps, (some) => `"${some.map(formatInstant).join('","')}"`);
  yield '],"values":[';
  yield* listChunks(values, (some) => some.join());
  yield ']}';
}

function* resultChunks({
  kind,
  series,
  fetchedAt,
  provisionalFrom,
  ...rest
}: BatchResultLine): Generator<string, void> {
  yield `{"kind":"${kind}","series":[`;
  for (const [index, one] of series.entries()) {
    if (index > 0) yield ',';
    yield* seriesChunks(one);
  }
  const times = {
    fetchedAt: formatInstant(fetchedAt),
    ...(provisionalFrom === undefined ? {} : { provisionalFrom: formatInstant(provisionalFrom) }),
  };
  yield `],${JSON.stringify({ ...times, ...rest }).slice(1)}`;
}

/** One line of the stream, without its line break, in chunks. A long answer is never in memory as one text. */
export function* lineChunks(line: Line): Generator<string, void> {
  if (line.kind === 'result') yield* resultChunks(line);
  else yield JSON.stringify(line);
}

/**
 * One line of the stream, without its line break.
 *
 * @example
 * ```ts
 * formatLine({ kind: 'progress', windowsDone: 1, windowsPlanned: 2, pages: 3, points: 150 });
 * // '{"kind":"progress","windowsDone":1,"windowsPlanned":2,"pages":3,"points":150}'
 * ```
 */
export const formatLine = (line: Line): string => [...lineChunks(line)].join('');

/**
 * A line of `GET /api/metrics` as a line of `POST /api/questions`, for the query with this ID.
 *
 * @param line the text of the line
 */
export const withId = (id: string, line: string): string => `{"id":${JSON.stringify(id)},${line.slice(1)}`;

/** Whether an answer is written as several lines in a batch. */
export const isLong = (line: Line): boolean => line.kind === 'result' && pointsIn(line) > pointsAtOnce;

function* pointsLines(series: readonly Series[]): Generator<BatchLine, void> {
  for (const [index, { timestamps, values }] of series.entries())
    for (let from = 0; from < values.length; from += pointsAtOnce) {
      const to = from + pointsAtOnce;
      yield { kind: 'points', series: index, timestamps: timestamps.slice(from, to), values: values.slice(from, to) };
    }
}

const formatBatchLine = (line: BatchLine): string => {
  if (line.kind === 'result') return [...resultChunks(line)].join('');
  if (line.kind !== 'points') return JSON.stringify(line);
  const { kind, series, timestamps, values } = line;
  return `{"kind":"${kind}","series":${series},"timestamps":["${timestamps.map(formatInstant).join('","')}"],"values":[${values.join()}]}`;
};

function* batchLines(line: Line): Generator<BatchLine, void> {
  if (line.kind !== 'result' || !isLong(line)) {
    yield line;
    return;
  }
  yield* pointsLines(line.series);
  const series = line.series.map((one) => ({ ...one, timestamps: [], values: [] }));
  yield { ...line, series, ahead: pointsIn(line) };
}

/**
 * A line about one query of a batch as lines of the stream, with their line breaks. A long result becomes several
 * lines.
 */
export function* answerLines(id: string, line: Line): Generator<string, void> {
  for (const one of batchLines(line)) yield `${withId(id, formatBatchLine(one))}\n`;
}

/**
 * The HTTP status of a failure that occurs before the stream starts.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
 */
export const statusOf = (failed: Failure): number =>
  ({
    invalid_query: 400,
    rejected: 400,
    sign_in_required: 401,
    forbidden: 403,
    not_found: 404,
    too_large: 413,
    throttled: 429,
    cancelled: 499,
    internal: 500,
    bad_answer: 502,
    unavailable: 503,
    deadline_exceeded: 504,
  })[failed.code];

/**
 * A failure as a problem document (`application/problem+json`).
 *
 * @param status given if HTTP has a more exact one than `statusOf`
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const formatProblem = (failed: Failure, status = statusOf(failed)): string =>
  JSON.stringify({ type: 'about:blank', title: failed.message, status, ...failed });
