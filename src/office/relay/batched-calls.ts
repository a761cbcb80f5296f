import { type Failure, FailureError } from '../../core/domain/failure';
import {
  type BatchItem,
  maxBatchBytes,
  maxBatchQueries,
  parseBatchLine,
  parseJoinedStream,
  type PointsLine,
  toBatchItem,
  withPoints,
} from '../../core/protocol/batch';
import type { Answer, Query } from '../../core/query/query';
import { type SetTimer, toFetchFailure, unlessAborted } from '../lib/async';
import { type AskOptions, cutOff, textLines } from './fetch';

export interface QueryCallDeps {
  /** Posts JSON to the relay with the session's bearer token. Rejects with a FailureError. */
  readonly post: (path: string, body: unknown, signal: AbortSignal) => Promise<PostResponse>;
  /** Called with the failure of a query, and the bearer token that it was sent with. */
  readonly onFailure: (failure: Failure, bearer: string) => void;
  readonly wait: SetTimer;
  /**
   * How long a call waits for further queries, in milliseconds.
   * @default 4
   */
  readonly gatherMs?: number;
  /**
   * The prefix of query IDs, which tells this workbook's queries from those of the person's other workbooks.
   * @default 8 random characters
   */
  readonly prefix?: string;
}

/** A response, and the bearer token of its request. */
export interface PostResponse {
  readonly response: Response;
  readonly bearer: string;
}

interface PendingQuery {
  readonly item: BatchItem;
  readonly how: AskOptions;
  readonly points: PointsLine[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: FailureError) => void;
  /** The call that it was sent in. */
  call?: BatchCall;
}

/** A call under way: until the relay has answered it, or as long as it streams. */
interface BatchCall {
  readonly name: string;
  readonly members: Set<string>;
  readonly controller: AbortController;
}

/**
 * The most queries that the relay has at once: by default it accepts 5,000 of one person, who may use several
 * workbooks.
 */
const mostUnderWay = 2_000;

/** The least interval at which waiting queries learn of the relay's signs of life, in milliseconds. */
const signOfLifeMs = 1_000;

/** The longest time for a call that only cancels. */
const cancelMs = 10_000;

/**
 * Sends many queries over few connections. Queries that come together share one call, whose answers stream back one by
 * one. While that stream is open, further queries go in short calls, one at a time, which the relay answers on the same
 * stream. So no query waits for another, and at most two connections are in use: a browser opens six over HTTP/1.1.
 *
 * @returns `ask`, which sends a query and resolves to its answer. It rejects with a FailureError: the relay's failure,
 * the reason of the query's signal, or `unavailable` when the connection breaks.
 */
export const createQueryCalls = (deps: QueryCallDeps) => {
  const { post, onFailure, wait, gatherMs = 4, prefix = crypto.randomUUID().slice(0, 8) } = deps;
  const asking = new Map<string, PendingQuery>();
  const waiting = new Set<string>();
  const cancelled = new Set<string>();
  /** Calls that stream. */
  const open = new Map<string, BatchCall>();
  let count = 0;
  let isSending = false;
  let isGathering = false;

  /** How many more queries the relay may get now. */
  const room = (): number => mostUnderWay - (asking.size - waiting.size);
  const canAsk = (): boolean => waiting.size > 0 && room() > 0;

  const settle = (id: string): PendingQuery | undefined => {
    const one = asking.get(id);
    asking.delete(id);
    waiting.delete(id);
    one?.call?.members.delete(id);
    if (waiting.size > 0) sendSoon();
    return one;
  };
  const fail = (ids: Iterable<string>, error: FailureError): void => {
    for (const id of [...ids]) settle(id)?.reject(error);
  };
  /** Closes streams without queries, unless a call under way may join one. */
  const closeIdle = (): void => {
    if (isSending) return;
    for (const call of open.values()) {
      if (call.members.size > 0) continue;
      open.delete(call.name);
      call.controller.abort();
    }
  };

  const hear = (text: string, bearer: string): void => {
    const { id, line } = parseBatchLine(text);
    const one = asking.get(id);
    if (one === undefined) return;
    if (line.kind === 'progress') one.how.onProgress?.(line);
    else if (line.kind === 'points') one.points.push(line);
    else if (line.kind === 'failure') {
      onFailure(line, bearer);
      settle(id)?.reject(new FailureError(line));
    } else {
      settle(id);
      try {
        one.resolve(withPoints(line, one.points));
      } catch (error) {
        one.reject(toFetchFailure(error));
      }
    }
  };

  /** Handles a line. A proxy may cut the stream within a line, as if it ended there. */
  const hearLine = (text: string, bearer: string): void => {
    try {
      hear(text, bearer);
    } catch (error) {
      const isPart = text.startsWith('{') && error instanceof FailureError && error.cause instanceof SyntaxError;
      throw isPart ? new FailureError(cutOff, { cause: error }) : error;
    }
  };

  const read = async (call: BatchCall, body: ReadableStream<Uint8Array>, bearer: string): Promise<void> => {
    let stopWaiting: (() => void) | undefined;
    const onArrival = (): void => {
      if (stopWaiting !== undefined) return;
      stopWaiting = wait(signOfLifeMs, () => (stopWaiting = undefined));
      for (const id of [...call.members, ...waiting]) asking.get(id)?.how.onArrival?.();
    };
    let end = new FailureError(cutOff);
    try {
      for await (const text of textLines(body, onArrival)) hearLine(text, bearer);
    } catch (error) {
      end = toFetchFailure(error, call.controller.signal);
    }
    stopWaiting?.();
    open.delete(call.name);
    fail(call.members, end);
  };

  /** The call on whose stream the answers come: this one, or an earlier one. */
  const streamOf = async (call: BatchCall, { response, bearer }: PostResponse): Promise<BatchCall | undefined> => {
    if (response.status === 202) return open.get(parseJoinedStream(await response.json()).stream);
    if (response.body === null) return undefined;
    open.set(call.name, call);
    void read(call, response.body, bearer);
    return call;
  };

  /** As many waiting queries as fit into a call. */
  const nextItems = (): BatchItem[] => {
    const items: BatchItem[] = [];
    const most = Math.min(maxBatchQueries, room());
    let bytes = 1_000;
    for (const id of waiting) {
      const item = asking.get(id)?.item;
      if (item === undefined) continue;
      bytes += JSON.stringify(item).length + 1;
      if (items.length === most || (items.length > 0 && bytes > maxBatchBytes)) break;
      items.push(item);
    }
    return items;
  };

  const sendQueries = async (): Promise<void> => {
    const queries = nextItems();
    const call: BatchCall = {
      name: `${prefix}-${(count += 1)}`,
      members: new Set(),
      controller: new AbortController(),
    };
    for (const { id } of queries) {
      waiting.delete(id);
      call.members.add(id);
      const one = asking.get(id);
      if (one !== undefined) one.call = call;
    }
    const { signal } = call.controller;
    try {
      const body = { stream: call.name, join: [...open.keys()], questions: queries };
      const stream = await streamOf(call, await unlessAborted(signal, post('/api/questions', body, signal)));
      if (stream === undefined) throw new FailureError(cutOff);
      for (const id of [...call.members]) {
        const one = asking.get(id);
        if (one === undefined) continue;
        one.call = stream;
        stream.members.add(id);
        one.how.onTaken?.();
      }
    } catch (error) {
      fail(call.members, toFetchFailure(error, signal));
    }
  };

  /** Cancels queries. Those that the relay doesn't get to know end with their stream. */
  const sendCancels = async (): Promise<void> => {
    const ids = [...cancelled].slice(0, maxBatchQueries);
    for (const id of ids) cancelled.delete(id);
    if (open.size > 0)
      await post('/api/questions/cancel', { ids }, AbortSignal.timeout(cancelMs)).catch(() => undefined);
  };

  /** Makes calls, one at a time. The relay answers each at once. */
  const send = async (): Promise<void> => {
    isGathering = false;
    if (isSending) return;
    isSending = true;
    while (cancelled.size > 0 || canAsk()) {
      await (canAsk() ? sendQueries() : sendCancels());
      for (const id of waiting) asking.get(id)?.how.onArrival?.();
    }
    isSending = false;
    closeIdle();
  };
  const sendSoon = (): void => {
    if (isGathering || isSending) return;
    isGathering = true;
    wait(gatherMs, () => void send());
  };

  const leave = (id: string, error: FailureError): void => {
    const call = asking.get(id)?.call;
    settle(id)?.reject(error);
    if (call === undefined) return;
    const isStreaming = open.has(call.name);
    // An unneeded call is aborted, although the relay may have got it.
    if (call.members.size === 0 && !isStreaming) call.controller.abort();
    if (call.members.size > 0 || !isStreaming) {
      cancelled.add(id);
      sendSoon();
    }
    closeIdle();
  };

  return {
    ask: (query: Query, how: AskOptions): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const { signal } = how;
        const id = `${prefix}-${(count += 1)}`;
        const onAbort = (): void => leave(id, toFetchFailure(undefined, signal));
        const settled = (): void => signal?.removeEventListener('abort', onAbort);
        asking.set(id, {
          item: toBatchItem(id, query, how),
          how,
          points: [],
          resolve: (answer) => {
            settled();
            resolve(answer);
          },
          reject: (error) => {
            settled();
            reject(error);
          },
        });
        if (signal?.aborted === true) {
          onAbort();
          return;
        }
        signal?.addEventListener('abort', onAbort);
        waiting.add(id);
        sendSoon();
      }),
  };
};
