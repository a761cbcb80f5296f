/** Segments of the sentences that tell people what is wrong. */
import type { SkillType } from '../domain/catalog';
import { wallOf } from '../time/excel-time';
import type { Instant } from '../domain/instant';

/** What people call the types of skills. */
export const skillTypeWords: Readonly<Record<SkillType, string>> = {
  custom: 'custom',
  smartHome: 'smart home',
  flashBriefing: 'flash briefing',
  music: 'music',
};

/** `a`, `a or b`, `a, b or c`. */
export const listText = (items: readonly string[], conjunction: 'and' | 'or'): string =>
  [items.slice(0, -1).join(', '), items.at(-1) ?? ''].filter(Boolean).join(` ${conjunction} `);

/** An instant on clocks of the zone: `2026-08-01`, and with its time of day where that is not midnight. */
export const momentText = (instant: Instant, timeZone: string): string => {
  const date = new Date(wallOf(instant, timeZone));
  // Beyond the years of Date nothing can be told.
  if (Number.isNaN(date.getTime())) return 'beyond the calendar';
  const [day = '', time = ''] = date.toISOString().split('T');
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 5)}`;
};
