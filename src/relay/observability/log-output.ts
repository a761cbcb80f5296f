import { fstatSync, write as writeFile, writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/** The destination of the log's text. */
export interface Sink {
  /** Writes the whole text asynchronously, then calls `done`, with an error if it failed. */
  readonly write: (text: string, done: (error?: Error | null) => void) => void;
  /** Writes as much as possible synchronously, while the process exits. Never throws. */
  readonly writeNow: (text: string) => void;
}

export interface LogOutputDeps {
  /** @default standard output */
  readonly sink?: Sink;
  /**
   * The most characters that wait to be written.
   * @default 2_000_000
   */
  readonly most?: number;
  /** Called with the number of lines that could not be written. */
  readonly onLost?: (lines: number) => void;
}

const stdout = 1;
const retryMs = 100;
const noted = (): void => undefined;

/** An unread pipe or socket must not block one of Node's threads, which would even keep the process from exiting. */
const pipe: Sink = {
  write: (text, done) => process.stdout.write(text, done),
  writeNow: (text) => void process.stdout.write(text),
};

const writeAll = (bytes: Buffer, done: (error?: Error | null) => void): void => {
  writeFile(stdout, bytes, (error, written) => {
    if (error?.code === 'EAGAIN') setTimeout(() => writeAll(bytes, done), retryMs).unref();
    else if (error !== null || written === bytes.length) done(error);
    else writeAll(bytes.subarray(written), done);
  });
};

const file: Sink = {
  write: (text, done) => writeAll(Buffer.from(text), done),
  writeNow: (text) => {
    try {
      writeSync(stdout, text);
    } catch {
      // The process is exiting.
    }
  },
};

const standardSink = (): Sink => {
  const stat = fstatSync(stdout);
  if (!stat.isFIFO() && !stat.isSocket()) return file;
  // An error such as EPIPE, which `done` gets, too, ends the process if there is no listener.
  process.stdout.on('error', noted);
  return pipe;
};

/** The characters, or else the delay, after which waiting lines are written. */
const chunk = 16_000;
const delayMs = 100;

/**
 * A log destination that never blocks. If the reader is too slow or the disk is full, lines are dropped and counted;
 * the first line that can be written again tells their number.
 */
export class LogOutput implements DestinationStream {
  readonly #sink: Sink;
  readonly #most: number;
  readonly #onLost: (lines: number) => void;
  #lines: string[] = [];
  /** Waiting characters, including those being written. */
  #waiting = 0;
  #lost = 0;
  #isWriting = false;
  #timer: NodeJS.Timeout | undefined;
  #onIdle: (() => void) | undefined;

  constructor({ sink = standardSink(), most = 2_000_000, onLost = noted }: LogOutputDeps = {}) {
    this.#sink = sink;
    this.#most = most;
    this.#onLost = onLost;
  }

  /** Queues a line, which includes its line break, or drops it when too many characters wait. */
  write(line: string): void {
    if (this.#waiting + line.length > this.#most) {
      this.#lose(1);
      return;
    }
    this.#lines.push(line);
    this.#waiting += line.length;
    if (this.#waiting >= chunk) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), delayMs).unref();
  }

  /** Resolves when all lines are written, or after `ms` milliseconds. */
  finish(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#flush();
    });
  }

  /** Writes waiting lines synchronously, as far as possible, while the process exits. */
  finishNow(): void {
    if (!this.#isWriting && this.#lines.length > 0) this.#sink.writeNow(this.#take());
  }

  #take(): string {
    const text = this.#lines.join('');
    this.#lines = [];
    return text;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isWriting) return;
    const count = this.#lines.length;
    if (count === 0) {
      this.#onIdle?.();
      return;
    }
    const text = this.#take();
    this.#isWriting = true;
    this.#sink.write(text, (error) => {
      this.#isWriting = false;
      this.#waiting -= text.length;
      if (error instanceof Error) this.#lose(count);
      else this.#tellLost();
      // An immediate retry after a failure would loop.
      if (error instanceof Error && this.#onIdle === undefined)
        this.#timer ??= setTimeout(() => this.#flush(), delayMs).unref();
      else this.#flush();
    });
  }

  #lose(lines: number): void {
    this.#lost += lines;
    this.#onLost(lines);
  }

  #tellLost(): void {
    if (this.#lost === 0) return;
    const line = { level: 40, time: new Date().toISOString(), lines: this.#lost, msg: 'lines of this log were lost' };
    this.#lost = 0;
    this.write(`${JSON.stringify(line)}\n`);
  }
}
