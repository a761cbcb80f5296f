/**
 * The contract between the add-in and its relay: how a query stands in a URL, and what the relay answers. Both
 * sides read with these parsers, so that neither trusts the other.
 */
import * as v from 'valibot';
import { amazonPeriods, isMetricName, type MetricName } from '../domain/catalog';
import { failureCodes, FailureError, type Failure } from '../domain/failure';
import { ascends, formatInstant, parseInstant, type Instant } from '../domain/instant';
import type { Answer, Progress, Query } from '../query/question';

/** A line of the NDJSON stream of `GET /api/metrics`: any number of progress lines, then one of the others. */
export type Line = ({ readonly kind: 'progress' } & Progress) | ResultLine | ({ readonly kind: 'failure' } & Failure);

export type ResultLine = { readonly kind: 'result' } & Answer;

/** The person who signed in, as Amazon's profile tells. */
export interface Account {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}

/** One skill in one stage. */
export interface Skill {
  readonly skillId: string;
  readonly stage: 'live' | 'development';
  /** Its name in the first of its locales, en-US preferred. */
  readonly name: string;
  readonly nameByLocale: Readonly<Record<string, string>>;
  /** As SMAPI names them: custom, smartHome, flashBriefing, music, video, … */
  readonly apis: readonly string[];
  readonly vendor: { readonly id: string; readonly name: string };
  readonly lastUpdated?: string;
}

/** What a query reads like as query parameters of `GET /api/metrics`. */
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

const instant = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Instant => {
    const found = parseInstant(dataset.value);
    if (found !== undefined) return found;
    addIssue({ message: 'not an ISO 8601 instant' });
    return NEVER;
  }),
);
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const metric = v.custom<MetricName>((value) => typeof value === 'string' && isMetricName(value));

const problem = v.object({
  argument: v.string(),
  value: v.string(),
  accepted: v.string(),
  message: v.exactOptional(v.string()),
});
const told = { message: v.string(), advice: v.string(), requestId: v.exactOptional(v.string()) };
const failure = v.variant('code', [
  v.object({ code: v.literal('invalid_query'), ...told, problems: v.array(problem) }),
  v.object({ code: v.picklist(failureCodes.filter((code) => code !== 'invalid_query')), ...told }),
]);

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

const account = v.object({ id: v.string(), name: v.exactOptional(v.string()), email: v.exactOptional(v.string()) });
const skill = v.object({
  skillId: v.string(),
  stage: v.picklist(['live', 'development']),
  name: v.string(),
  nameByLocale: v.record(v.string(), v.string()),
  apis: v.array(v.string()),
  vendor: v.object({ id: v.string(), name: v.string() }),
  lastUpdated: v.exactOptional(v.string()),
});

/** The answer of a server of another version. */
export const notOurs = (what: string): FailureError =>
  new FailureError({
    code: 'internal',
    message: `The add-in's server sent ${what} that the add-in can't read.`,
    advice: 'Reload the add-in: its pages and its server may be of different versions.',
  });

export const parser =
  <T>(schema: v.GenericSchema<unknown, T>, what: string) =>
  (value: unknown): T => {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return parsed.output;
    throw notOurs(what);
  };

/** What a line of the stream says. Throws a FailureError where it is none. */
export const parseLineValue = parser<Line>(anyLine, 'an answer');

/** The JSON of a line. Throws a FailureError, with the SyntaxError as its cause where it is none. */
export const lineJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FailureError(notOurs('a line').failure, { cause });
  }
};

/** Reads one line of the stream. Throws a FailureError where it is none. */
export const parseLine = (text: string): Line => parseLineValue(lineJson(text));

/** Answer of `POST /auth/redeem`. */
export const parseRedeemed = parser(v.object({ session: v.string(), account }), 'a sign-in');
/** Answer of `GET /auth/session`. */
export const parseSession = parser(v.object({ account, now: v.exactOptional(instant) }), 'a session');
/** Answer of `GET /api/skills`. */
export const parseSkills = parser<{ skills: Skill[] }>(v.object({ skills: v.array(skill) }), 'a list of skills');
/** Answer of `GET /api/skills/{id}/locales`. */
export const parseLocales = parser(v.object({ locales: v.array(v.string()) }), 'a list of locales');
/** Answer of `GET /api/skills/{id}/intents`. */
export const parseIntents = parser(v.object({ intents: v.array(v.string()) }), 'a list of intents');

/** The failure in an RFC 9457 problem document, or undefined where the body holds none. */
export const parseProblem = (value: unknown): Failure | undefined => {
  const parsed = v.safeParse(failure, value);
  return parsed.success ? parsed.output : undefined;
};
