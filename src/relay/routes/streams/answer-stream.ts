// The global setImmediate is replaced by tests with fake timers.
import { setImmediate } from 'node:timers';
import { failureOf } from '../../../core/domain/failure';
import { formatLine, withId } from '../../../core/protocol/write-stream';
import type { Progress } from '../../../core/query/query';
import type { Clock } from '../../lib/clock';
import { processLoop } from '../../lib/event-loop';
import { heartbeatTicks, readerLeft, someOf, tickMs } from './ndjson';

/** An answer as NDJSON. */
export interface NdjsonAnswer {
  /** Complete lines, with their line breaks. */
  readonly lines: Iterator<string, void>;
  /** Whether other answers may be written between its lines. */
  readonly isLong: boolean;
}

/** One of many queries on a stream. */
export interface StreamedQuery {
  readonly id: string;
  /** Answers the query. Never rejects. `query` aborts when the query is cancelled, and when the reader leaves. */
  readonly run: (onProgress: (progress: Progress) => void, query: AbortController) => Promise<NdjsonAnswer>;
}

interface RunningItem {
  readonly query: AbortController;
  progress: Progress;
  changed: boolean;
}

/** The most queries whose progress is written at a tick; they take turns. */
const progressAtOnce = 20;
/**
 * The answers to many queries as one body of `application/x-ndjson`, each line with its query's ID. Short answers go
 * first and long ones take turns, so that none delays the others. The stream ends with the last answer; cancelling it
 * aborts all queries.
 */
export class AnswerStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #encoder = new TextEncoder();
  readonly #running = new Map<string, RunningItem>();
  readonly #short: Iterator<string, void>[] = [];
  readonly #long: Iterator<string, void>[] = [];
  readonly #onEnd: () => void;
  readonly #stop: () => void;
  #out: ReadableStreamDefaultController<Uint8Array> | undefined;
  #silentTicks = heartbeatTicks;
  #willWrite = false;

  constructor(
    readonly name: string,
    { every, onEnd }: { readonly every: Clock['every']; readonly onEnd: () => void },
  ) {
    this.#onEnd = onEnd;
    this.#stop = every(tickMs, () => this.#tick());
    this.body = new ReadableStream({
      start: (out) => {
        this.#out = out;
      },
      pull: async () => {
        if (processLoop.isSpent) await processLoop.rest();
        this.#write();
      },
      cancel: () => this.#leave(),
    });
  }

  /** Whether a query of this ID is running. */
  has(id: string): boolean {
    return this.#running.has(id);
  }

  /** Starts queries, whose IDs must not be in use, over several turns of the event loop. */
  async add(queries: readonly StreamedQuery[]): Promise<void> {
    const begun = queries.map(({ id, run }) => {
      const progress = { windowsDone: 0, windowsPlanned: 0, pages: 0, points: 0 };
      const running: RunningItem = { query: new AbortController(), progress, changed: false };
      this.#running.set(id, running);
      return { id, run, running };
    });
    for (const { id, run, running } of begun) {
      if (processLoop.isSpent) await processLoop.rest();
      const onProgress = (progress: Progress): void => {
        running.progress = progress;
        running.changed = true;
      };
      void run(onProgress, running.query).then(
        (answered) => this.#answered(id, answered),
        (error: unknown) => {
          const line = formatLine({ kind: 'failure', ...failureOf(error) });
          this.#answered(id, { lines: [`${withId(id, line)}\n`].values(), isLong: false });
        },
      );
    }
  }

  /** Cancels a query, which then fails as `cancelled`. Does nothing when it isn't running. */
  cancel(id: string): void {
    this.#running.get(id)?.query.abort(readerLeft());
  }

  #answered(id: string, { lines, isLong }: NdjsonAnswer): void {
    this.#running.delete(id);
    (isLong ? this.#long : this.#short).push(lines);
    this.#writeSoon();
  }

  /** Writes all answers of one turn of the event loop together. */
  #writeSoon(): void {
    if (this.#willWrite) return;
    this.#willWrite = true;
    setImmediate(() => {
      this.#willWrite = false;
      this.#write();
    });
  }

  get #readerWaits(): boolean {
    return (this.#out?.desiredSize ?? 0) > 0;
  }

  #enqueue(text: string): void {
    this.#silentTicks = 0;
    this.#out?.enqueue(this.#encoder.encode(text));
  }

  /** Writes as much as the reader accepts now. */
  #write(): void {
    while (this.#readerWaits) {
      const text = this.#next();
      if (text !== undefined) this.#enqueue(text);
      else if (this.#running.size === 0) this.#end();
      else break;
    }
  }

  /** The next lines of short answers; if there are none, of the long answer whose turn it is. */
  #next(): string | undefined {
    let text = '';
    while (text.length < 16_384) {
      const next = this.#short[0]?.next();
      if (next === undefined) break;
      if (next.done === true) this.#short.shift();
      else text += next.value;
    }
    if (text !== '') return text;
    for (let answer = this.#long.shift(); answer !== undefined; answer = this.#long.shift()) {
      const some = someOf(answer);
      if (some === undefined) continue;
      this.#long.push(answer);
      return some;
    }
    return undefined;
  }

  #tick(): void {
    this.#silentTicks += 1;
    if (!this.#readerWaits) return;
    const changed = [...this.#running].filter(([, running]) => running.changed).slice(0, progressAtOnce);
    const lines = changed.map(([id, running]) => {
      running.changed = false;
      // The others have their turn at the next tick.
      this.#running.delete(id);
      this.#running.set(id, running);
      return `${withId(id, formatLine({ kind: 'progress', ...running.progress }))}\n`;
    });
    if (lines.length > 0) this.#enqueue(lines.join(''));
    // Proxies close silent connections.
    else if (this.#silentTicks >= heartbeatTicks) this.#enqueue('\n');
  }

  #end(): void {
    this.#stop();
    this.#onEnd();
    this.#out?.close();
    this.#out = undefined;
  }

  #leave(): void {
    this.#stop();
    this.#onEnd();
    this.#out = undefined;
    this.#short.length = this.#long.length = 0;
    for (const { query } of this.#running.values()) query.abort(readerLeft());
  }
}

/** The open streams, by session: only the session that opened a stream may add queries to it or cancel them. */
export class OpenStreams {
  readonly #every: Clock['every'];
  readonly #most: number;
  readonly #bySession = new Map<string, Map<string, AnswerStream>>();

  /** @param most the most open streams of a session */
  constructor(every: Clock['every'], most = Infinity) {
    this.#every = every;
    this.#most = most;
  }

  /** The session's open stream with the first of these names that exists; undefined when none does. */
  find(session: string, names: readonly string[]): AnswerStream | undefined {
    const open = this.#bySession.get(session);
    const name = names.find((one) => open?.has(one));
    return name === undefined ? undefined : open?.get(name);
  }

  /** Whether a session may open another stream. */
  hasRoom(session: string): boolean {
    return (this.#bySession.get(session)?.size ?? 0) < this.#most;
  }

  /** Opens a stream. It is forgotten when it ends. */
  open(session: string, name: string): AnswerStream {
    const open = this.#bySession.get(session) ?? new Map<string, AnswerStream>();
    this.#bySession.set(session, open);
    const onEnd = (): void => {
      open.delete(name);
      if (open.size === 0 && this.#bySession.get(session) === open) this.#bySession.delete(session);
    };
    const stream = new AnswerStream(name, { every: this.#every, onEnd });
    open.set(name, stream);
    return stream;
  }

  /**
   * Cancels the session's queries with these IDs. Unknown IDs are ignored: they are answered, or run on another relay.
   */
  cancel(session: string, ids: readonly string[]): void {
    for (const stream of this.#bySession.get(session)?.values() ?? []) for (const id of ids) stream.cancel(id);
  }
}
