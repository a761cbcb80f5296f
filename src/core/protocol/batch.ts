/**
 * The contract of `POST /api/questions`: many queries in one body, and their answers as one stream of lines, each of
 * which carries the id that the client chose for its query.
 */
import * as v from 'valibot';
import { FailureError } from '../domain/failure';
import { ascends, formatInstant, type Instant } from '../domain/instant';
import type { Answer, Query } from '../query/question';
import {
  lineJson,
  notOurs,
  parseLineValue,
  parser,
  points,
  queryToParams,
  resultLine,
  whole,
  type Line,
  type ResultLine,
} from './stream';

/** Queries in one call, at most. */
export const maxBatchQueries = 1_000;
/** Bytes of one call, at most. */
export const maxBatchBytes = 1_048_576;

/** One query of a batch: its id, and the parameters of `GET /api/metrics` by name, those that repeat as lists. */
export interface BatchItem {
  readonly id: string;
  readonly [parameter: string]: unknown;
}

/** Points of a long answer, ahead of its result: a line is short enough to let the lines of others pass. */
export interface PointsLine {
  readonly kind: 'points';
  /** The series they belong to, by its place in the result. */
  readonly series: number;
  readonly timestamps: readonly Instant[];
  readonly values: readonly number[];
}

/** The result of a long answer: its series lack the points that have come ahead, `ahead` of them. */
export type BatchResultLine = ResultLine & { readonly ahead?: number };

export type BatchLine = PointsLine | BatchResultLine | Exclude<Line, ResultLine>;

/** The stream on which the answers come, in the answer of a call that has joined it. */
export const parseJoined = parser(v.object({ stream: v.string() }), 'an answer');

/** How fresh an answer is to be: what may still change is asked again, or everything, unless it was asked `since`. */
export interface Fresh {
  readonly fresh?: 'tail' | 'all';
  readonly since?: Instant;
}

/** A query as an item of a batch. */
export const toBatchItem = (id: string, query: Query, { fresh, since }: Fresh): BatchItem => {
  const values = new Map<string, string | string[]>([['id', id]]);
  for (const [name, value] of queryToParams(query)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : [before, value].flat());
  }
  if (fresh !== undefined) values.set('fresh', fresh === 'all' ? 'all' : '1');
  if (since !== undefined) values.set('since', formatInstant(since));
  return { ...Object.fromEntries(values), id };
};

const pointsLine = v.pipe(
  v.object({ kind: v.literal('points'), series: whole, ...points }),
  v.check(({ timestamps, values }) => timestamps.length === values.length, 'timestamps and values differ in length'),
);
const longResult = v.object({ ...resultLine.entries, ahead: whole });
const batchLine = v.union([pointsLine, longResult]);
const idOf = parser(v.object({ id: v.string() }), 'an answer');

const readLine = (value: unknown): BatchLine => {
  const parsed = v.safeParse(batchLine, value);
  return parsed.success ? parsed.output : parseLineValue(value);
};

/**
 * Reads one line of the stream. A line that has an id and cannot be read is the failure of its query. Throws a
 * FailureError where it has none.
 */
export const parseBatchLine = (text: string): { readonly id: string; readonly line: BatchLine } => {
  const value = lineJson(text);
  const { id } = idOf(value);
  try {
    return { id, line: readLine(value) };
  } catch (error) {
    if (error instanceof FailureError) return { id, line: { kind: 'failure', ...error.failure } };
    throw error;
  }
};

/** The whole answer: its result with the points that have come ahead. Throws a FailureError where they do not fit. */
export const withPoints = ({ ahead = 0, ...result }: BatchResultLine, lines: readonly PointsLine[]): Answer => {
  if (ahead === 0 && lines.length === 0) return result;
  const gathered = result.series.map(() => ({ timestamps: [] as Instant[], values: [] as number[] }));
  let count = 0;
  const add = (index: number, from: Pick<PointsLine, 'timestamps' | 'values'>): void => {
    const into = gathered[index];
    if (into === undefined) throw notOurs('an answer');
    for (const time of from.timestamps) into.timestamps.push(time);
    for (const value of from.values) into.values.push(value);
  };
  for (const line of lines) {
    add(line.series, line);
    count += line.values.length;
  }
  result.series.forEach((one, index) => add(index, one));
  if (count !== ahead || !gathered.every(({ timestamps }) => ascends(timestamps))) throw notOurs('an answer');
  return { ...result, series: result.series.map((one, index) => ({ ...one, ...gathered[index] })) };
};
