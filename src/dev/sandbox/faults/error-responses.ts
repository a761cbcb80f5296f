import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { World } from '../context';
import type { Call } from '../smapi/call';
import {
  badRequest,
  forbidden,
  heavyTraffic,
  internalError,
  notFound,
  unauthorized,
  unavailable,
} from '../smapi/errors';
import type { Memory } from './fault-state';
import type { FaultKey } from './faults';

export interface FaultContext {
  readonly call: Call;
  readonly world: World;
  readonly memory: Memory;
}

/** Answers in the place of data; without an answer, the call goes on. */
type Refusal = (context: FaultContext) => Response | Promise<Response | undefined> | undefined;

const webPage =
  '<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Something went wrong</h1></body></html>';
const html = (status: number): Response =>
  new Response(webPage, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });

const nobodyWaits = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

const urlOf = ({ req }: Call): string => req.url;

/** Faults that need no data: they can strike any call of SMAPI. */
export const refusals = {
  'status-400': ({ call, world }) => badRequest(call, ['This sandbox skill is always refused.'], world.settings),
  'status-401': ({ call }) => unauthorized(call),
  'status-403': ({ call }) => forbidden(call),
  'status-404': ({ call }) => notFound(call),
  'status-429': ({ call }) => heavyTraffic(call),
  'status-500': ({ call }) => internalError(call),
  'status-502': () => new Response(null, { status: 502 }),
  'status-503': ({ call }) => unavailable(call),
  'html-503': () => html(503),
  'html-200': () => html(200),
  reset: ({ call }) => {
    call.env.incoming?.socket.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  },
  hang: async ({ call }) => {
    await nobodyWaits(call.req.raw.signal);
    return RESPONSE_ALREADY_SENT;
  },
  'throttled-twice': ({ call, memory }) => (memory.times(urlOf(call)) % 3 === 0 ? undefined : heavyTraffic(call, '1')),
  'fails-once': ({ call, memory }) => (memory.times(urlOf(call)) % 2 === 0 ? undefined : internalError(call)),
  'expires-once': ({ call, memory }) => {
    const first = memory.first(`${call.get('grant').person.id} ${call.req.path}`, call.get('accessToken'));
    return first === call.get('accessToken') ? unauthorized(call) : undefined;
  },
  slow: async ({ call, world }) => {
    await world.sleep(3000, call.req.raw.signal);
    return undefined;
  },
} satisfies Partial<Record<FaultKey, Refusal>>;

export const isRefusal = (key: FaultKey): key is keyof typeof refusals => Object.hasOwn(refusals, key);
