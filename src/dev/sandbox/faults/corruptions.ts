import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { dayMs, iso } from '../data/time';
import { badRequest, constraint, internalError } from '../smapi/errors';
import type { MetricsPage, PageOptions } from '../smapi/metrics-page';
import type { MetricsQuery } from '../smapi/metrics-query';
import type { FaultContext, refusals } from './error-responses';
import type { FaultKey } from './faults';

interface SpoilContext extends FaultContext {
  readonly query: MetricsQuery;
  /** The good page to which a token leads; undefined where it leads nowhere. */
  readonly pageAt: (token: string | undefined, options?: Partial<PageOptions>) => MetricsPage | undefined;
}

/** Answers with data that something is wrong with. */
type Spoiler = (context: SpoilContext) => Response | Promise<Response>;
export type SpoilerKey = Exclude<FaultKey, keyof typeof refusals>;

/** Few points a page, so that a week of days has several pages. */
const size = 3;

const json = (body: unknown): Response => Response.json(body);

const badToken = ({ call, query, world }: SpoilContext): Response =>
  badRequest(
    call,
    [constraint(query.nextToken, 'nextToken', 'be a token that an earlier answer gave')],
    world.settings,
  );

/** Changes the good page; a bad token is refused as ever. */
const altered =
  (change: (page: MetricsPage) => unknown, options?: Partial<PageOptions>): Spoiler =>
  (context) => {
    const page = context.pageAt(context.query.nextToken, options);
    return page === undefined ? badToken(context) : json(change(page));
  };

/** Sends the good page as another text. */
const rewritten =
  (change: (text: string, page: MetricsPage) => string | ReadableStream<Uint8Array>): Spoiler =>
  (context) => {
    const page = context.pageAt(context.query.nextToken);
    if (page === undefined) return badToken(context);
    return new Response(change(JSON.stringify(page), page), { headers: { 'Content-Type': 'application/json' } });
  };

/** Each point of a page twice, the second time with another value. */
const twice =
  (second: (value: number) => number) =>
  (page: MetricsPage): MetricsPage => ({
    ...page,
    timestamps: page.timestamps.flatMap((time) => [time, time]),
    values: page.values.flatMap((value) => [value, second(value)]),
  });

const mebibyte = 1_048_576;

/** The text, then 256 MiB of blanks, made as they are read. */
const padded = (text: string): ReadableStream<Uint8Array> => {
  const blanks = new Uint8Array(mebibyte).fill(0x20);
  let left = 256;
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
    pull: (controller) => {
      if (left === 0) controller.close();
      else controller.enqueue(blanks);
      left -= 1;
    },
  });
};

const cutTransfer = (context: SpoilContext): Response => {
  const { outgoing } = context.call.env;
  const text = JSON.stringify(context.pageAt(undefined));
  outgoing?.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': text.length });
  outgoing?.write(text.slice(0, text.length / 2), () => outgoing.destroy());
  return RESPONSE_ALREADY_SENT;
};

const held = 'held.';

/** Before each good page an empty one, whose token says which page it holds back. */
const emptyFirst: Spoiler = (context) => {
  const { nextToken, metric } = context.query;
  if (nextToken?.startsWith(held) !== true)
    return json({ metric, timestamps: [], values: [], nextToken: `${held}${nextToken ?? ''}` });
  const page = context.pageAt(nextToken.slice(held.length) || undefined, { size });
  return page === undefined ? badToken(context) : json(page);
};

/** Faults of data: they can strike questions for metrics alone. */
export const spoilers: Readonly<Record<SpoilerKey, Spoiler>> = {
  'cut-json': rewritten((text) => text.slice(0, text.length / 2)),
  'cut-transfer': cutTransfer,
  'long-body': rewritten(padded),
  unequal: altered((page) => ({ ...page, values: page.values.slice(1) })),
  strings: altered((page) => ({ ...page, values: page.values.map(String) })),
  nulls: altered((page) => ({ ...page, values: page.values.map((value, at) => (at % 2 === 0 ? null : value)) })),
  nan: rewritten((text, page) =>
    text.replace(/"values":\[[^\]]*\]/, `"values":[${page.values.map(() => 'NaN').join(',')}]`),
  ),
  'bad-times': altered((page) => ({ ...page, timestamps: page.timestamps.map(() => 'the day before yesterday') })),
  'far-times': altered((page) => ({
    ...page,
    timestamps: page.timestamps.map((time) => iso(Date.parse(time) + 30 * dayMs)),
  })),
  'other-metric': altered((page) => ({
    ...page,
    metric: page.metric === 'totalSessions' ? 'totalUtterances' : 'totalSessions',
  })),
  'no-points': altered(({ metric }) => ({ metric, timestamps: [], values: [] })),
  'same-token': ({ pageAt }) => json({ ...pageAt(undefined, { size }), nextToken: 'the-same-for-ever' }),
  endless: ({ query, memory }) =>
    json({ metric: query.metric, timestamps: [], values: [], nextToken: `page-${memory.times('endless')}` }),
  'empty-pages': emptyFirst,
  'dead-token': (context) =>
    context.query.nextToken === undefined ? json(context.pageAt(undefined, { size })) : badToken(context),
  'second-page': ({ call, query, pageAt }) =>
    query.nextToken === undefined ? json(pageAt(undefined, { size })) : internalError(call),
  'blank-token': altered((page) => ({ ...page, nextToken: page.nextToken ?? '' })),
  'small-pages': altered((page) => page, { size: 50 }),
  duplicates: altered(twice((value) => value)),
  conflicts: altered(twice((value) => value + 1)),
  disorder: altered((page) => page, { order: 'shuffled' }),
};
