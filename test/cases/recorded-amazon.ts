/** Amazon as a case's `amazon.json` has it, in the place of `fetch`. */
import type { Counts, Distinct, Entry, Exchange } from './case-files';

type Asked = Readonly<Record<string, string>>;

export interface RecordedAmazon {
  readonly fetch: typeof fetch;
  /** Query parameters of each request so far. */
  readonly asked: readonly Asked[];
}

interface Point {
  readonly timestamp: number;
  readonly value: number;
}

const minuteMs = 60_000;
const stepMs: Record<string, number> = { PT15M: 15 * minuteMs, PT1H: 60 * minuteMs, P1D: 1440 * minuteMs };

const isOf = (asked: Asked, { metric, intent, locale }: Counts | Distinct): boolean =>
  asked['metric'] === metric && asked['intent'] === intent && asked['locale'] === locale;

/** The sums of what lies in the range; undefined where it is not all known, or known in longer buckets only. */
const countsIn = (
  { start, end, period, values }: Counts,
  asked: { readonly from: number; readonly until: number; readonly period: string },
): readonly Point[] | undefined => {
  const [own, { from, until }] = [stepMs[period] ?? 0, asked];
  const known = end ?? start + values.length * own;
  const step = stepMs[asked.period] ?? until - from;
  if (from < start || until > known || step < own) return undefined;
  const sums = new Map<number, number>();
  for (let bucket = start + Math.floor((from - start) / own) * own; bucket < until; bucket += own) {
    const timestamp = asked.period === 'SINGLE' ? from : Math.floor(bucket / step) * step;
    sums.set(timestamp, (sums.get(timestamp) ?? 0) + (values[((bucket - start) / own) % values.length] ?? 0));
  }
  return [...sums].map(([timestamp, value]) => ({ timestamp, value }));
};

const distinctIn = ({ edges, values }: Distinct, from: number, until: number): readonly Point[] | undefined => {
  const index = edges.indexOf(from);
  const value = values[index];
  return value === undefined || edges[index + 1] !== until ? undefined : [{ timestamp: from, value }];
};

const pointsFor = (asked: Asked, entry: Counts | Distinct): readonly Point[] | undefined => {
  const { startTime = '', endTime = '', period = '' } = asked;
  const [from, until] = [Date.parse(startTime), Date.parse(endTime)];
  if (!isOf(asked, entry)) return undefined;
  if ('edges' in entry) return period === 'SINGLE' ? distinctIn(entry, from, until) : undefined;
  return countsIn(entry, { from, until, period });
};

const fits = (asked: Asked, { request }: Exchange): boolean =>
  asked['nextToken'] === request['nextToken'] &&
  Object.entries(request).every(([name, value]) => asked[name] === value);

/** The status and body of an entry, where it answers the request. */
const answerOf = (asked: Asked, entry: Entry): { readonly status: number; readonly response: unknown } | undefined => {
  if ('request' in entry) return fits(asked, entry) ? entry : undefined;
  const points = pointsFor(asked, entry);
  if (points === undefined) return undefined;
  const timestamps = points.map(({ timestamp }) => new Date(timestamp).toISOString());
  return { status: 200, response: { metric: entry.metric, timestamps, values: points.map(({ value }) => value) } };
};

/** Answers each request with the first entry that fits; throws where none does. */
export const recordedAmazon = (entries: readonly Entry[]): RecordedAmazon => {
  const asked: Asked[] = [];
  return {
    asked,
    fetch: (input) => {
      const params = Object.fromEntries(new URL(input instanceof Request ? input.url : input).searchParams);
      asked.push(params);
      const found = entries.map((entry) => answerOf(params, entry)).find((answer) => answer !== undefined);
      if (found === undefined) return Promise.reject(new Error(`not in amazon.json: ${JSON.stringify(params)}`));
      const headers = { 'x-amzn-requestid': `request-${asked.length}` };
      return Promise.resolve(Response.json(found.response, { status: found.status, headers }));
    },
  };
};
