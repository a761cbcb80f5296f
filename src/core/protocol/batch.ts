/**
 * The contract of `POST /api/questions`: many queries in one body, and their answers as one stream of lines. Each line
 * carries the ID that the client chose for its query.
 */
import * as v from 'valibot';
import { FailureError, invalidQuery } from '../domain/failure';
import { ascends, formatInstant, type Instant } from '../domain/instant';
import type { Answer, Query } from '../query/query';
import {
  type Line,
  lineJson,
  notOurs,
  parseLineValue,
  parser,
  points,
  queryToParams,
  type ResultLine,
  resultLine,
  whole,
} from './stream';

/** Maximum number of queries in one call. */
export const maxBatchQueries = 1_000;
/** Maximum size of the body of one call, in bytes. */
export const maxBatchBytes = 1_048_576;

/** One query of a batch: its ID, and the parameters of `GET /api/metrics` by name. Repeated parameters are lists. */
export interface BatchItem {
  readonly id: string;
  readonly [parameter: string]: unknown;
}

/**
 * Points of a long answer, sent before its result. Each line is short, so lines of other answers can pass between them.
 */
export interface PointsLine {
  readonly kind: 'points';
  /** The series to which the points belong, as its index in the result. */
  readonly series: number;
  readonly timestamps: readonly Instant[];
  readonly values: readonly number[];
}

/** The result of a long answer. Its series lack the `ahead` points that were sent before it. */
export type BatchResultLine = ResultLine & { readonly ahead?: number };

/** A line of the answer stream, without its ID. */
export type BatchLine = PointsLine | BatchResultLine | Exclude<Line, ResultLine>;

/**
 * Reads the answer to a call that has joined an open stream: the name of the stream that carries the answers.
 *
 * @throws {FailureError} `internal`, if the answer isn't of this protocol
 */
export const parseJoinedStream = parser(v.object({ stream: v.string() }), 'an answer');

/**
 * How fresh an answer must be. `tail` requests points again that can still change, `all` requests everything again.
 * Neither applies to what was requested at or after `since`.
 */
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
 * Reads one line of the stream. If a line has an ID but can't be read, it is returned as the failure of that query.
 *
 * @param text the line, without its line break
 * @throws {FailureError} `internal`, if the line isn't JSON or has no ID
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

/**
 * A complete answer: its result with the points that were sent before it.
 *
 * @throws {FailureError} `internal`, if the points don't fit the result
 */
export const withPoints = ({ ahead = 0, ...result }: BatchResultLine, lines: readonly PointsLine[]): Answer => {
  if (ahead === 0 && lines.length === 0) return result;
  const gathered = result.series.map((): { readonly timestamps: Instant[]; readonly values: number[] } => ({
    timestamps: [],
    values: [],
  }));
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

const name = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const item = v.looseObject({ id: name });

const batch = v.object({
  stream: name,
  join: v.optional(v.pipe(v.array(name), v.maxLength(16)), []),
  questions: v.pipe(v.array(item), v.minLength(1), v.maxLength(maxBatchQueries)),
});
const cancel = v.object({ ids: v.pipe(v.array(name), v.maxLength(10 * maxBatchQueries)) });

const nameRule = '1 to 64 letters, digits, _ or -';

const wrong = (argument: string, value: string, accepted: string): FailureError =>
  new FailureError(invalidQuery([{ argument, value, accepted }]));

const twiceIn = (ids: readonly string[]): string | undefined => {
  const seen = new Set<string>();
  return ids.find((id) => seen.size === seen.add(id).size);
};

/** A call with many queries. `join` names the client's open streams; the answers may arrive on any of them. */
type Batch = v.InferOutput<typeof batch>;

/**
 * Reads the body of `POST /api/questions`, except for the queries themselves: see `paramsOf`.
 *
 * @throws {FailureError} `invalid_query`, if the body isn't a batch, or an ID occurs twice
 */
export const parseBatch = (value: unknown): Batch => {
  const parsed = v.safeParse(batch, value);
  if (!parsed.success) {
    const { path } = parsed.issues[0];
    const at = path?.map(({ key }) => String(key)).join('.') ?? 'body';
    const rule = `stream, and 1 to ${maxBatchQueries} questions, each with an id; names are ${nameRule}`;
    throw wrong(at, '', rule);
  }
  const twice = twiceIn(parsed.output.questions.map(({ id }) => id));
  if (twice !== undefined) throw wrong('id', twice, 'an id of its own for each question');
  return parsed.output;
};

/**
 * The IDs in the body of `POST /api/questions/cancel`.
 *
 * @throws {FailureError} `invalid_query`, if the body isn't a list of IDs
 */
export const parseCancel = (value: unknown): readonly string[] => {
  const parsed = v.safeParse(cancel, value);
  if (parsed.success) return parsed.output.ids;
  throw wrong('ids', '', `a list of ids: ${nameRule}`);
};

/**
 * The query parameters in an item of a batch, as names and values.
 *
 * @throws {FailureError} `invalid_query`, if a value isn't a text or number, or a list of them
 */
export const paramsOf = (item: BatchItem): [string, string][] =>
  Object.entries(item)
    .filter(([name]) => name !== 'id')
    .flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => {
        if (typeof one === 'string' || typeof one === 'number') return [name, String(one)];
        throw wrong(name, JSON.stringify(one), 'a text, or a list of texts');
      }),
    );
