import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../src/core/instant';
import type { Question } from '../../../src/core/question';
import { sentenceOf, sizeOf, type Asked } from '../../../src/taskpane/model/sentence';
import { now, skillId } from '../support/fakes';

const at = (text: string): number => parseInstant(text) ?? NaN;

const asked = (question: Partial<Question>, rest: Partial<Asked> = {}): Asked => ({
  question: {
    skillId,
    metrics: ['totalSessions'],
    startTime: at('2026-08-01T00:00:00Z'),
    endTime: at('2026-11-01T00:00:00Z'),
    period: 'P1D',
    stage: 'live',
    skillType: 'custom',
    intents: [],
    locales: [],
    ...question,
  },
  timeZone: 'UTC',
  untilNow: false,
  now,
  ...rest,
});

/** Without the word joiner, which nobody sees. */
const said = (one: Asked): string => sentenceOf(one).replace('\u2060', '');

describe('sentenceOf', () => {
  it('names the last day of a range of whole days, as people do', () => {
    expect(said(asked({}))).toBe(
      'Daily total sessions of skill …a5b4c3d2e1f0 (live), all locales. Aug 1 – Oct 31, 2026, UTC.',
    );
  });

  it('tells times where the range does not begin and end at midnight', () => {
    const range = { startTime: at('2019-10-07T10:45:00Z'), endTime: at('2019-10-14T10:45:00Z') };
    expect(said(asked(range))).toContain('Oct 7, 2019, 10:45 – Oct 14, 2019, 10:45, UTC.');
  });

  it('tells whole days of the zone that the range is in', () => {
    const range = { startTime: at('2026-07-31T22:00:00Z'), endTime: at('2026-08-31T22:00:00Z') };
    expect(said(asked(range, { timeZone: 'Europe/Berlin' }))).toContain('Aug 1 – 31, 2026, Europe/Berlin.');
  });

  it('says that a range without an end runs until now', () => {
    expect(said(asked({ endTime: now }, { untilNow: true }))).toContain('Aug 1, 2026 until now, UTC.');
  });

  it('lists metrics, locales, intents, type and stage', () => {
    const question: Partial<Question> = {
      metrics: ['totalSessions', 'uniqueCustomers'],
      period: 'PT15M',
      stage: 'development',
      skillType: 'flashBriefing',
      locales: ['en-US', 'de-DE'],
      intents: ['PlayIntent'],
    };
    expect(said(asked(question))).toContain(
      'Quarter-hourly total sessions and unique customers of skill …a5b4c3d2e1f0 (flash briefing, in development), en-US and de-DE, PlayIntent only.',
    );
  });
});

describe('sizeOf', () => {
  it('counts the buckets of the range', () => {
    expect(sizeOf(asked({}))).toBe('92 rows');
    expect(sizeOf(asked({ period: 'PT15M' }))).toBe('8,832 rows');
    expect(sizeOf(asked({ period: 'SINGLE' }))).toBe('1 row');
  });

  it('counts a value for every metric, intent and locale', () => {
    const question: Partial<Question> = { metrics: ['totalSessions', 'uniqueCustomers'], locales: ['en-US', 'de-DE'] };
    expect(sizeOf(asked(question))).toBe('92 rows, 4 values each');
  });

  it('counts neither what lies in the future nor what is beyond the limit', () => {
    expect(sizeOf(asked({ startTime: at('2026-11-19T00:00:00Z'), endTime: at('2026-12-31T00:00:00Z') }))).toBe(
      '2 rows',
    );
    expect(sizeOf(asked({}, { limit: 10 }))).toBe('10 rows');
  });
});
