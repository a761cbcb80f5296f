/**
 * The contract between the add-in and its relay: how a query is written in a URL, and what the relay answers. Both
 * sides read with these parsers, so neither trusts the other.
 */
import * as v from 'valibot';
import { amazonPeriods, isMetricName, type MetricName } from '../domain/catalog';
import { type Failure, failureCodes, FailureError } from '../domain/failure';
import { ascends, formatInstant, type Instant, parseInstant } from '../domain/instant';
import type { Answer, Progress, Query } from '../query/query';

/** A line of the NDJSON stream of `GET /api/metrics`: any number of progress lines, then a result or a failure. */
export type Line = ({ readonly kind: 'progress' } & Progress) | ResultLine | ({ readonly kind: 'failure' } & Failure);

/** The line with a complete answer. */
export type ResultLine = { readonly kind: 'result' } & Answer;

/** The person who signed in, according to Amazon's profile. */
export interface Account {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}

/** One skill in one stage. */
export interface Skill {
  readonly skillId: string;
  readonly stage: 'live' | 'development';
  /** Its name in en-US, or else in the first of its locales. */
  readonly name: string;
  readonly nameByLocale: Readonly<Record<string, string>>;
  /** APIs of the skill, as SMAPI names them: custom, smartHome, flashBriefing, music, video, … */
  readonly apis: readonly string[];
  readonly vendor: { readonly id: string; readonly name: string };
  /** ISO 8601, as Amazon writes it. */
  readonly lastUpdated?: string;
}

/** A query as names and values of the parameters of `GET /api/metrics`. `parseQueryParams` reads them. */
export const queryToParams = (query: Query): [string, string][] => [
  ['skillId', query.skillId],
  ...query.metrics.map((metric): [string, string] => ['metric', metric]),
  ['startTime', formatInstant(query.startTime)],
  ['endTime', formatInstant(query.endTime)],
  ['period', query.period],
  ...(query.timeZone === 'UTC' ? [] : [['tz', query.timeZone] satisfies [string, string]]),
  ...(query.week === 'mon' ? [] : [['week', query.week] satisfies [string, string]]),
  ...(query.edges === 'exact' ? [['edges', query.edges] satisfies [string, string]] : []),
  ['stage', query.stage],
  ['skillType', query.skillType],
  ...query.intents.map((intent): [string, string] => ['intent', intent]),
  ...query.locales.map((locale): [string, string] => ['locale', locale]),
  ...(query.maxResults === undefined ? [] : [['maxResults', String(query.maxResults)] satisfies [string, string]]),
];

/** Schema of an instant, written in ISO 8601. */
export const instant = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Instant => {
    const found = parseInstant(dataset.value);
    if (found !== undefined) return found;
    addIssue({ message: 'not an ISO 8601 instant' });
    return NEVER;
  }),
);
/** Schema of a count: a whole number, 0 or more. */
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const metric = v.custom<MetricName>((value) => typeof value === 'string' && isMetricName(value));

const problem = v.object({
  argument: v.string(),
  value: v.string(),
  accepted: v.string(),
  message: v.exactOptional(v.string()),
});
const failureTexts = { message: v.string(), advice: v.string(), requestId: v.exactOptional(v.string()) };
const failure = v.variant('code', [
  v.object({ code: v.literal('invalid_query'), ...failureTexts, problems: v.array(problem) }),
  v.object({ code: v.picklist(failureCodes.filter((code) => code !== 'invalid_query')), ...failureTexts }),
]);

/** Schema of a series' points: timestamps and finite values. */
export const points = { timestamps: v.array(instant), values: v.array(v.pipe(v.number(), v.finite())) };
const series = v.pipe(
  v.object({
    metric,
    intent: v.exactOptional(v.string()),
    locale: v.exactOptional(v.string()),
    ...points,
    sources: v.exactOptional(v.array(v.picklist(amazonPeriods))),
    offGrid: v.exactOptional(whole),
    impossible: v.exactOptional(v.array(v.object({ timestamp: instant, reason: v.string() }))),
  }),
  v.check(({ timestamps, values }) => timestamps.length === values.length, 'timestamps and values differ in length'),
  v.check(({ timestamps }) => ascends(timestamps), 'timestamps do not ascend'),
);

const progressLine = v.object({
  kind: v.literal('progress'),
  windowsDone: whole,
  windowsPlanned: whole,
  pages: whole,
  points: whole,
});
/** Schema of a line with a complete answer. */
export const resultLine = v.object({
  kind: v.literal('result'),
  series: v.array(series),
  fetchedAt: instant,
  provisionalFrom: v.exactOptional(instant),
  requests: whole,
  pages: whole,
  windows: v.exactOptional(whole),
  requestIds: v.array(v.string()),
});
const failureLine = v.intersect([v.object({ kind: v.literal('failure') }), failure]);
/** Any line of the stream. */
const anyLine = v.union([progressLine, resultLine, failureLine]);

/** Schema of an account. */
export const account = v.object({
  id: v.string(),
  name: v.exactOptional(v.string()),
  email: v.exactOptional(v.string()),
});
const skill = v.object({
  skillId: v.string(),
  stage: v.picklist(['live', 'development']),
  name: v.string(),
  nameByLocale: v.record(v.string(), v.string()),
  apis: v.array(v.string()),
  vendor: v.object({ id: v.string(), name: v.string() }),
  lastUpdated: v.exactOptional(v.string()),
});

/**
 * The error `internal` for an answer from a server of another version.
 *
 * @param what the answer, in words that fit inside a sentence: "a line", "a list of skills"
 */
export const notOurs = (what: string): FailureError =>
  new FailureError({
    code: 'internal',
    message: `The add-in's server sent ${what} that the add-in can't read.`,
    advice: 'Reload the add-in: its pages and its server may be of different versions.',
  });

/**
 * A function that reads a value with a schema, and throws the error of `notOurs` if it doesn't fit.
 *
 * @param what the value, in words that fit inside a sentence
 */
export const parser =
  <T>(schema: v.GenericSchema<unknown, T>, what: string) =>
  (value: unknown): T => {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return parsed.output;
    throw notOurs(what);
  };

/**
 * Reads a line of the stream from its JSON value.
 *
 * @throws {FailureError} `internal`, if it isn't a line of this protocol
 */
export const parseLineValue = parser<Line>(anyLine, 'an answer');

/**
 * The JSON value of a line.
 *
 * @throws {FailureError} `internal`, if the text isn't JSON; its cause is the SyntaxError
 */
export const lineJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FailureError(notOurs('a line').failure, { cause });
  }
};

/**
 * Reads one line of the stream.
 *
 * @public
 * @param text the line, without its line break
 * @throws {FailureError} `internal`, if it isn't a line of this protocol
 *
 * @example
 * ```ts
 * parseLine('{"kind":"progress","windowsDone":1,"windowsPlanned":2,"pages":3,"points":150}');
 * // { kind: 'progress', windowsDone: 1, windowsPlanned: 2, pages: 3, points: 150 }
 * ```
 */
export const parseLine = (text: string): Line => parseLineValue(lineJson(text));

/**
 * Reads the answer of `POST /auth/redeem`.
 *
 * @throws {FailureError} `internal`, if it isn't of this protocol
 */
export const parseRedeemed = parser(v.object({ session: v.string(), account }), 'a sign-in');
/**
 * Reads the answer of `GET /auth/session`. `now` is the relay's clock.
 *
 * @throws {FailureError} `internal`, if it isn't of this protocol
 */
export const parseSession = parser(v.object({ account, now: v.exactOptional(instant) }), 'a session');
/**
 * Reads the answer of `GET /api/skills`.
 *
 * @throws {FailureError} `internal`, if it isn't of this protocol
 */
export const parseSkills = parser<{ skills: Skill[] }>(v.object({ skills: v.array(skill) }), 'a list of skills');
/**
 * Reads the answer of `GET /api/skills/{id}/locales`.
 *
 * @throws {FailureError} `internal`, if it isn't of this protocol
 */
export const parseLocales = parser(v.object({ locales: v.array(v.string()) }), 'a list of locales');
/**
 * Reads the answer of `GET /api/skills/{id}/intents`.
 *
 * @throws {FailureError} `internal`, if it isn't of this protocol
 */
export const parseIntents = parser(v.object({ intents: v.array(v.string()) }), 'a list of intents');

/**
 * The failure in a problem document, or `undefined` if the body holds none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const parseProblem = (value: unknown): Failure | undefined => {
  const parsed = v.safeParse(failure, value);
  return parsed.success ? parsed.output : undefined;
};
