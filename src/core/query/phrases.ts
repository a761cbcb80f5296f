/** Parts of the sentences that tell people what is wrong. */
import type { SkillType } from '../domain/catalog';
import type { Instant } from '../domain/instant';
import { wallOf } from '../time/excel-time';

/** Skill types in words that fit inside a sentence. */
export const skillTypeWords: Readonly<Record<SkillType, string>> = {
  custom: 'custom',
  smartHome: 'smart home',
  flashBriefing: 'flash briefing',
  music: 'music',
};

/** The items as a list in a sentence: `a`, `a or b`, `a, b or c`. */
export const listText = (items: readonly string[], conjunction: 'and' | 'or'): string =>
  [items.slice(0, -1).join(', '), items.at(-1) ?? ''].filter(Boolean).join(` ${conjunction} `);

/** An instant on the zone's clocks: `2026-08-01`, or with a time of day `2026-08-01 10:45` if that is not midnight. */
export const momentText = (instant: Instant, timeZone: string): string => {
  const date = new Date(wallOf(instant, timeZone));
  // Date ends with the year 275760.
  if (Number.isNaN(date.getTime())) return 'beyond the calendar';
  const [day = '', time = ''] = date.toISOString().split('T');
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 5)}`;
};
