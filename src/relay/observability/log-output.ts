import { fstatSync, write as writeFile, writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/** Where text goes in the end. */
export interface Sink {
  /** Writes all of it, in its own time; `done` gets what went wrong. */
  readonly write: (text: string, done: (error?: Error | null) => void) => void;
  /** Writes what it can at once, while the process ends. */
  readonly writeNow: (text: string) => void;
}

export interface LogOutputDeps {
  readonly sink?: Sink;
  /** Characters that wait at most. Default: 2,000,000. */
  readonly most?: number;
  /** Told how many lines could not be written. */
  readonly onLost?: (lines: number) => void;
}

const stdout = 1;
const retryMs = 100;
const noted = (): void => undefined;

/** A pipe or a socket that nobody reads must not hold a thread of Node's, which could then not even exit. */
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
      // There is nobody left to tell.
    }
  },
};

const standardSink = (): Sink => {
  const stat = fstatSync(stdout);
  if (!stat.isFIFO() && !stat.isSocket()) return file;
  // Such as EPIPE: told to `done`, too. Without a listener it would end the process.
  process.stdout.on('error', noted);
  return pipe;
};

/** Lines are written some at a time, a moment later at the latest. */
const chunk = 16_000;
const delayMs = 100;

/**
 * Standard output that holds nothing up: where nobody takes the lines, or the disk is full, lines are lost and counted, and
 * a line tells how many as soon as one can be written again.
 */
export class LogOutput implements DestinationStream {
  readonly #sink: Sink;
  readonly #most: number;
  readonly #onLost: (lines: number) => void;
  #lines: string[] = [];
  /** Characters that wait, those being written included. */
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

  /** Settles when all is written, or after so many milliseconds. */
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

  /** For a process that ends: what waits is written at once, as far as it can be. */
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
      // After a failure what waits is tried in its time, not at once for ever.
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
