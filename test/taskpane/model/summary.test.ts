import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../src/core/domain/instant';
import type { Query } from '../../../src/core/query/query';
import { costOf, infoSentenceOf, sentenceOf, type SummaryInput, topCostOf } from '../../../src/taskpane/model/summary';
import { dailySessions } from '../../support/amazon/daily-sessions';
import { now, skillId } from '../../support/taskpane/fakes';

const at = (text: string): number => parseInstant(text) ?? NaN;

const asked = (query: Partial<Query>, rest: Partial<SummaryInput> = {}): SummaryInput => ({
  query: dailySessions({ skillId, startTime: at('2026-08-01T00:00:00Z'), endTime: at('2026-11-01T00:00:00Z') }, query),
  timeZone: 'UTC',
  untilNow: false,
  ...rest,
});

/** Without the word joiner, which nobody sees. */
const said = (one: SummaryInput): string => {
  const { before, skill, after } = sentenceOf(one);
  return `${before}${skill}${after}`.replace('\u2060', '');
};

describe('SKILLTOP', () => {
  const one = { rows: 1, columns: 1, requests: 4, seconds: 0.8 };
  it('costs as many requests as there are names and weeks', () => {
    expect(topCostOf(one, { by: 'intents', n: '' }, 9)).toBe('up to 11 rows · up to 36 requests · about 7 seconds');
    expect(topCostOf(one, { by: 'locales', n: '3' }, undefined)).toBe(
      "up to 4 rows · 4 requests for each of the skill's locales",
    );
    expect(topCostOf({ ...one, requests: 52 }, { by: 'intents', n: '3' }, 41)).toBe(
      '2,132 requests, and 2,000 is the most. Choose a shorter range.',
    );
  });
});

describe('sentenceOf', () => {
  it('names the last day of a range of whole days, as people do', () => {
    expect(said(asked({}))).toBe(
      'Daily total sessions of skill …a5b4c3d2e1f0, live, all locales. Aug 1 through Oct 31, 2026, days in UTC.',
    );
  });

  it('names a single day, and the years where they differ', () => {
    const [startTime, endTime] = [at('2026-08-31T00:00:00Z'), at('2026-09-01T00:00:00Z')];
    expect(said(asked({ startTime, endTime }))).toContain('. Aug 31, 2026, days in UTC.');
    expect(said(asked({ startTime: at('2025-12-31T00:00:00Z'), endTime }))).toContain(
      'Dec 31, 2025 through Aug 31, 2026,',
    );
  });

  it('calls the skill by its name where that is known, apart from the other words', () => {
    expect(sentenceOf(asked({}, { skillName: 'Daily Trivia' })).skill).toBe('Daily Trivia');
  });

  it("shows times if the range doesn't begin and end at midnight", () => {
    const range = { startTime: at('2019-10-07T10:45:00Z'), endTime: at('2019-10-14T10:45:00Z') };
    expect(said(asked({ ...range, period: 'PT1H' }))).toContain('Oct 7, 2019, 10:45 – Oct 14, 2019, 10:45, UTC.');
    expect(said(asked({ ...range, edges: 'exact' }))).toContain('10:45, days in UTC, first and last row cut.');
  });

  it('shows whole days of the zone that the range is in', () => {
    const range = { startTime: at('2026-07-31T22:00:00Z'), endTime: at('2026-08-31T22:00:00Z') };
    const zone = { timeZone: 'Europe/Berlin' };
    expect(said(asked({ ...range, ...zone }, zone))).toContain('Aug 1 through Aug 31, 2026, days in Berlin time.');
    expect(said(asked({ ...range, period: 'PT1H' }, zone))).toContain('Aug 1 through Aug 31, 2026, Berlin time.');
  });

  it("names Amazon's UTC days as such, whatever the zone of the times", () => {
    expect(said(asked({}, { timeZone: 'America/New_York' }))).toContain('Aug 1 through Oct 31, 2026, days in UTC.');
  });

  it('says that a range without an end runs until now', () => {
    expect(said(asked({ endTime: now }, { untilNow: true }))).toContain('Aug 1, 2026 until now, days in UTC.');
  });

  it('lists metrics, locales, intents, type and stage', () => {
    const query: Partial<Query> = {
      metrics: ['totalSessions', 'uniqueCustomers'],
      period: 'PT15M',
      stage: 'development',
      skillType: 'flashBriefing',
      locales: ['en-US', 'de-DE'],
      intents: ['PlayIntent'],
    };
    expect(said(asked(query))).toContain(
      'Quarter-hourly total sessions and unique customers of skill …a5b4c3d2e1f0, flash briefing, in development, en-US and de-DE, PlayIntent only.',
    );
  });

  it('names the first of many, and how many more there are', () => {
    const locales = ['en-US', 'en-GB', 'de-DE', 'fr-FR'];
    expect(said(asked({ locales }))).toContain('live, en-US, en-GB, de-DE, and fr-FR. ');
    expect(said(asked({ locales: [...locales, 'it-IT'] }))).toContain('live, en-US, en-GB, de-DE, and 2 more. ');
  });
});

describe('infoSentenceOf', () => {
  it('says that it is about the answer', () => {
    const { before, skill, after } = infoSentenceOf(asked({}, { skillName: 'Daily Trivia' }));
    expect(`${before}${skill}${after}`).toBe(
      'Source, freshness and cost of daily total sessions of Daily Trivia, live, all locales. Aug 1 through Oct 31, 2026, days in UTC.',
    );
  });
});

describe('costOf', () => {
  const estimate = { rows: 92, columns: 1, requests: 14, seconds: 2.8 };

  it('shows rows, requests and seconds', () => {
    expect(costOf(estimate)).toBe('92 rows · up to 14 requests · about 3 seconds');
    expect(costOf({ rows: 1, columns: 1, requests: 1, seconds: 0.2 })).toBe('1 row · up to 1 request · about a second');
  });

  it('counts the values of each row, and minutes where it takes some', () => {
    expect(costOf({ rows: 35_040, columns: 4, requests: 2_804, seconds: 560 })).toBe(
      '35,040 rows of 4 values · up to 2,804 requests · about 9 minutes',
    );
  });
});
