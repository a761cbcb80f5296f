import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricNames } from '../../../src/core/domain/catalog';
import { type Failure, failureCodes, FailureError, invalidQuery } from '../../../src/core/domain/failure';
import {
  type Line,
  parseIntents,
  parseLine,
  parseLocales,
  parseProblem,
  parseRedeemed,
  parseSession,
  parseSkills,
} from '../../../src/core/protocol/stream';
import { formatLine, formatProblem, statusOf } from '../../../src/core/protocol/write-stream';
import { mergePoints } from '../../../src/core/windows/points';
import { points, since2015, until2031 } from '../../support/core/arbitraries';

const instant = fc.integer({ min: since2015, max: until2031 });
const count = fc.nat(100_000);
const failureWith = (code: (typeof failureCodes)[number], requestId?: string): Failure => {
  const told = { message: 'What happened.', advice: 'What to do.', ...(requestId === undefined ? {} : { requestId }) };
  return code === 'invalid_query'
    ? { code, ...told, problems: [{ argument: 'a', value: '', accepted: 'c' }] }
    : { code, ...told };
};

const line: fc.Arbitrary<Line> = fc.oneof(
  fc.record({
    kind: fc.constant('progress' as const),
    windowsDone: count,
    windowsPlanned: count,
    pages: count,
    points: count,
  }),
  fc
    .tuple(fc.constantFrom(...failureCodes), fc.option(fc.string(), { nil: undefined }))
    .map(([code, id]): Line => ({ kind: 'failure', ...failureWith(code, id) })),
  fc.record(
    {
      kind: fc.constant('result' as const),
      series: fc.array(
        fc
          .tuple(
            points,
            fc.record(
              { metric: fc.constantFrom(...metricNames), intent: fc.string(), locale: fc.string() },
              { requiredKeys: ['metric'] },
            ),
          )
          .map(([some, key]) => ({ ...key, ...mergePoints([some]) })),
        { maxLength: 4 },
      ),
      fetchedAt: instant,
      provisionalFrom: instant,
      requests: count,
      pages: count,
      requestIds: fc.array(fc.string()),
    },
    { requiredKeys: ['kind', 'series', 'fetchedAt', 'requests', 'pages', 'requestIds'] },
  ),
);

const result = {
  kind: 'result',
  series: [{ metric: 'totalSessions', timestamps: ['2026-08-01T00:00:00Z', '2026-08-02T00:00:00Z'], values: [1, 2] }],
  fetchedAt: '2026-08-03T00:00:00Z',
  requests: 1,
  pages: 1,
  requestIds: [],
};
const series = (more: object): object => ({ ...result, series: [{ ...result.series[0], ...more }] });

describe('a line of the stream', () => {
  it('is read as it was written, and holds no line break', () => {
    fc.assert(
      fc.property(line, (one) => {
        const text = formatLine(one);
        expect(text).not.toMatch(/[\r\n]/);
        expect(parseLine(text)).toEqual(one);
      }),
    );
  });

  it('holds times as ISO 8601', () => {
    expect(JSON.parse(formatLine(parseLine(JSON.stringify(result))))).toEqual(result);
  });

  it.each([
    ['no JSON', 'half a li'],
    ['no object', '[]'],
    ['an unknown kind', '{"kind":"hello"}'],
    ['progress without a count', '{"kind":"progress","windowsDone":1,"windowsPlanned":1,"pages":1}'],
    ['progress that is negative', '{"kind":"progress","windowsDone":-1,"windowsPlanned":1,"pages":1,"points":1}'],
    ['an unknown failure', '{"kind":"failure","code":"oops","message":"m","advice":"a"}'],
    ['an invalid query without problems', '{"kind":"failure","code":"invalid_query","message":"m","advice":"a"}'],
    ['an unknown metric', series({ metric: 'sessions' })],
    ['fewer values than times', series({ values: [1] })],
    ['a value that is no number', series({ values: [1, '2'] })],
    ['a value that is missing', series({ values: [1, null] })],
    ['a time without a zone', series({ timestamps: ['2026-08-01T00:00:00', '2026-08-02T00:00:00Z'] })],
    ['times out of order', series({ timestamps: ['2026-08-02T00:00:00Z', '2026-08-01T00:00:00Z'] })],
    ['a time twice', series({ timestamps: ['2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z'] })],
    ['no time of fetching', { ...result, fetchedAt: undefined }],
  ])('is refused: %s', (_, one) => {
    expect(() => parseLine(typeof one === 'string' ? one : JSON.stringify(one))).toThrow(
      /^internal: The add-in's server sent an? (line|answer) that the add-in can't read\.$/,
    );
  });
});

describe('a problem document', () => {
  it.each(failureCodes)('carries %s there and back', (code) => {
    const failure = failureWith(code, 'r-1');
    const document: unknown = JSON.parse(formatProblem(failure));
    expect(parseProblem(document)).toEqual(failure);
    expect(document).toMatchObject({ type: 'about:blank', title: 'What happened.', status: statusOf(failure), code });
  });

  it('keeps every problem of a query', () => {
    const failure = invalidQuery([
      { argument: 'stage', value: 'x', accepted: 'live, development' },
      { argument: 'skillId', value: '', accepted: 'an ID' },
    ]);
    expect(parseProblem(JSON.parse(formatProblem(failure)))).toEqual(failure);
  });

  it.each([undefined, null, '<html>', {}, { code: 'oops', message: 'm', advice: 'a' }])('is none: %j', (value) => {
    expect(parseProblem(value)).toBeUndefined();
  });

  it('has the status that HTTP has for it', () => {
    const statuses = Object.fromEntries(failureCodes.map((code) => [code, statusOf(failureWith(code))]));
    expect(statuses).toEqual({
      invalid_query: 400,
      sign_in_required: 401,
      forbidden: 403,
      not_found: 404,
      rejected: 400,
      throttled: 429,
      unavailable: 503,
      bad_answer: 502,
      deadline_exceeded: 504,
      too_large: 413,
      cancelled: 499,
      internal: 500,
    });
  });
});

describe("the relay's other answers", () => {
  const skill = {
    skillId: 'amzn1.ask.skill.001',
    stage: 'live',
    name: 'Pizza',
    nameByLocale: { 'en-US': 'Pizza' },
    apis: ['custom'],
    vendor: { id: 'M1', name: 'Company' },
    lastUpdated: '2026-01-01T00:00:00Z',
  };

  it('are read', () => {
    const account = { id: 'amzn1.account.A', name: 'Ann' };
    expect(parseRedeemed({ session: 's', account })).toEqual({ session: 's', account });
    expect(parseSession({ account })).toEqual({ account });
    expect(parseSkills({ skills: [skill] })).toEqual({ skills: [skill] });
    expect(parseLocales({ locales: ['en-US'] })).toEqual({ locales: ['en-US'] });
    expect(parseIntents({ intents: [] })).toEqual({ intents: [] });
  });

  it('are refused where they are not what they should be', () => {
    const readers = [parseRedeemed, parseSession, parseSkills, parseLocales, parseIntents];
    for (const read of readers)
      expect(() => read({ session: 1, skills: {}, locales: [1], intents: null })).toThrow(FailureError);
    expect(() => parseSkills({ skills: [{ ...skill, stage: 'certification' }] })).toThrow('a list of skills');
  });
});
