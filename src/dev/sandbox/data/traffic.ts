/**
 * What happens in a skill in one quarter-hour. A stream is one locale of one skill; what happens in it is a chain of whole
 * numbers, each a part of the one before: sessions, those that ran to their end, those that the user ended. Each number is
 * taken up to an edge on the line of intents, and an intent is the difference of two edges. So the parts add up to the
 * whole exactly, whichever way they are cut.
 */
import type { Metric, Stage } from './metrics';
import { eventsAt, type PlantedEvent } from './planted-events';
import { between, chance, keyOf, poisson } from './random';
import type { Share, Skill } from './skill';
import { dayMs, hourMs, localTime, quarterMs, zoneOf } from './time';

export interface Stream {
  readonly key: number;
  readonly skillKey: number;
  readonly zone: string;
  readonly since: number;
  /** Sessions in a mean quarter-hour. */
  readonly level: number;
  /** Utterances in a session. */
  readonly talk: number;
  readonly events: readonly PlantedEvent[] | undefined;
}

/** Metrics that are counted; the others follow from these. */
type Counted = Exclude<Metric, 'uniqueCustomers' | 'averagePlayQueueLength' | 'successfulPlayQueueRate'>;
export type Count = Counted | 'successfulPlayQueues';

const quartersPerDay = dayMs / quarterMs;
const salt = { fifteen: 1, day: 2, feature: 3, outage: 12, outageAt: 5, outageLength: 6, outageDepth: 7 };

/** Where each share of a list ends, on a line from 0 to 1. */
const edgesOf = (shares: readonly Share[]): readonly number[] => {
  const whole = shares.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  return shares.map(({ weight }, index) => (index === shares.length - 1 ? 1 : (reached += weight / whole)));
};

/** The stretch of the line that belongs to an intent; all of it without one, none of it for a name that is not there. */
export const stretchOf = (skill: Skill, intent?: string): readonly [number, number] => {
  if (intent === undefined) return [0, 1];
  const index = skill.intents.findIndex(({ name }) => name === intent);
  const edges = edgesOf(skill.intents);
  return index === -1 ? [0, 0] : [edges[index - 1] ?? 0, edges[index] ?? 1];
};

/** The streams of a skill, or those of one locale. */
export const streamsOf = (seed: string, skill: Skill, stage: Stage, locale?: string): readonly Stream[] => {
  const whole = skill.locales.reduce((sum, { weight }) => sum + weight, 0);
  const developing = stage === 'development';
  // A few testers, some weeks ahead of the public.
  const perDay = developing ? Math.min(skill.perDay, 18) : skill.perDay;
  return skill.locales
    .filter(({ name }) => locale === undefined || name === locale)
    .map(({ name, weight }) => ({
      key: keyOf(seed, skill.id, stage, name),
      skillKey: keyOf(seed, skill.id, stage),
      zone: zoneOf(name),
      since: skill.launchedAt - (developing ? 60 * dayMs : 0),
      level: (perDay / quartersPerDay) * (weight / whole),
      talk: skill.api === 'custom' ? between(2.2, 4.2, keyOf(skill.id), 0) : 1,
      events: skill.events,
    }));
};

const bump = (hour: number, at: number, width: number): number => {
  const away = Math.min(Math.abs(hour - at), 24 - Math.abs(hour - at));
  return Math.exp(-((away / width) ** 2));
};

/** A quiet night, breakfast, the long evening; its mean over a day is about 1. */
const hourly = (hour: number): number =>
  0.16 + 1.15 * bump(hour, 7.7, 1.7) + 0.55 * bump(hour, 13, 3) + 2.2 * bump(hour, 19.6, 3);

const weekly = [1.22, 0.88, 0.86, 0.9, 0.95, 1.04, 1.2];

/** Slow after the launch, then steady growth; more in winter evenings and most at the turn of the year. */
const growth = (since: number, at: number): number => {
  const days = (at - since) / dayMs;
  const season = 1 + 0.08 * Math.cos((2 * Math.PI * (at / dayMs - 10)) / 365.25);
  return (1 - 0.75 * Math.exp(-days / 75)) * (1 + 0.11 * (days / 365.25)) * season;
};

/** Now and then some hours of a day. */
const outage = ({ skillKey }: Stream, quarter: number): number => {
  const day = Math.floor(quarter / quartersPerDay);
  if (chance(skillKey, day, salt.outage) > 0.03) return 0;
  const from = day * quartersPerDay + Math.floor(chance(skillKey, day, salt.outageAt) * 72);
  const length = 4 + Math.floor(chance(skillKey, day, salt.outageLength) * 20);
  return quarter < from || quarter >= from + length ? 0 : between(0.5, 0.9, skillKey, day, salt.outageDepth);
};

/** How often people come to a skill that is up, and how much of it is down. */
const trafficAt = (stream: Stream, quarter: number): { demand: number; down: number } => {
  const at = quarter * quarterMs;
  if (at < stream.since) return { demand: 0, down: outage(stream, quarter) };
  const { hour, weekday, day } = localTime(stream.zone, at);
  const { factor, down } =
    stream.events === undefined
      ? { factor: chance(stream.skillKey, day, salt.feature) < 0.02 ? 1.7 : 1, down: outage(stream, quarter) }
      : eventsAt(stream.events, day * dayMs + hour * hourMs);
  const chances =
    between(0.92, 1.08, stream.skillKey, day, salt.day) * between(0.85, 1.15, stream.key, quarter, salt.fifteen);
  const usual = stream.level * hourly(hour) * (weekly[weekday] ?? 1) * growth(stream.since, at);
  return { demand: usual * factor * chances, down };
};

/** A part of a whole number as a whole number; `luck` decides which way a fraction falls. */
const part = (whole: number, rate: number, luck: number): number => Math.floor(whole * rate + luck);

/** What has been counted in a quarter-hour up to an edge on the line of intents. */
const upTo = (count: Count, stream: Stream, quarter: number, edge: number): number => {
  const luck = (nth: number): number => chance(stream.key, quarter, 100 + nth);
  const { demand, down } = trafficAt(stream, quarter);
  const all =
    stream.events === undefined
      ? part(demand * (1 - 0.7 * down), 1, luck(0))
      : poisson(demand * (1 - down), stream.key, quarter);
  const sessions = part(all, edge, luck(1));
  const ended = (): number => part(sessions, 0.87 - 0.45 * down, luck(2));
  const userEnded = (): number => part(ended(), 0.62, luck(3));
  const utterances = (): number => part(part(all, stream.talk, luck(4)), edge, luck(5));
  const failed = (): number => part(utterances(), 0.035 + 0.5 * down, luck(6));
  switch (count) {
    case 'totalSessions':
    case 'playQueuesCount':
      return sessions;
    case 'successfulSessions':
      return ended();
    case 'incompleteSessions':
      return sessions - ended();
    case 'userEndedSessions':
      return userEnded();
    case 'skillEndedSessions':
      return ended() - userEnded();
    case 'totalUtterances':
      return utterances();
    case 'failedUtterances':
      return failed();
    case 'successfulUtterances':
      return utterances() - failed();
    case 'totalEnablements':
      return part(part(demand * 0.06, 1, luck(7)), edge, luck(8));
    case 'successfulPlayQueues':
      return part(sessions, 0.9 - 0.3 * down, luck(9));
    case 'totalPlayQueuesDuration':
      return Math.floor(sessions * between(900, 1700, stream.key, quarter, 110));
  }
};

/** How often a thing happened in a quarter-hour, on a stretch of the line of intents. */
export const countIn = (count: Count, stream: Stream, quarter: number, [from, to]: readonly [number, number]): number =>
  upTo(count, stream, quarter, to) - (from === 0 ? 0 : upTo(count, stream, quarter, from));
