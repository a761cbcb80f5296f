import { AsyncLocalStorage } from 'node:async_hooks';
import { LRUCache } from 'lru-cache';
import type { Failure } from '../../../core/domain/failure';
import type { Account, Line } from '../../../core/protocol/stream';
import { processLoop } from '../../lib/event-loop';
import { PatternIndex, type Range } from './pattern-index';
import { originOf, unescaped, type View } from './unescape';

/** What stands in the place of a secret. */
const mask = '[secret]';
/** Shorter texts stand in other words, too. */
const shortest = 8;
/** Characters of tokens that are remembered: those of thousands of sessions in use. */
const mostHeld = 1_000_000;
/** Escapes within escapes are taken off so often: a URL in JSON in JSON. */
const levels = 3;

const base64Runs = /[A-Za-z0-9+/_-]{16,}/g;
const hexRuns = /[\da-f]{24,}/gi;

/** A text as it may stand elsewhere: its bytes one by one, or as a form writes its blanks. */
const spellings = (text: string): Set<string> =>
  new Set([text, Buffer.from(text).toString('latin1'), text.replaceAll(' ', '+')]);

const holdsEncoded = (index: PatternIndex, run: string, encoding: 'base64' | 'hex'): boolean => {
  const unit = encoding === 'base64' ? 4 : 2;
  for (let shift = 0; shift < unit; shift += 1)
    if (index.find(Buffer.from(run.slice(shift), encoding).toString('latin1')).length > 0) return true;
  return false;
};

const rangesIn = (index: PatternIndex, view: View): Range[] => {
  const { text } = view;
  const found = index.find(text);
  for (const [runs, encoding] of [
    [base64Runs, 'base64'],
    [hexRuns, 'hex'],
  ] as const)
    for (const { 0: run, index: from } of text.matchAll(runs))
      if (holdsEncoded(index, run, encoding)) found.push([from, from + run.length]);
  return found.map(([from, to]) => [originOf(view, from), originOf(view, to)]);
};

const redactRanges = (text: string, ranges: readonly Range[]): string => {
  const parts: string[] = [];
  let done = 0;
  for (const [from, to] of [...ranges].sort(([one], [other]) => one - other)) {
    if (from >= done) parts.push(text.slice(done, from), mask);
    done = Math.max(done, to);
  }
  return parts.join('') + text.slice(done);
};

const redacted = (index: PatternIndex, text: string): string => {
  const ranges: Range[] = [];
  let view: View | undefined = { text };
  for (let level = 0; level <= levels && view !== undefined; level += 1) {
    ranges.push(...rangesIn(index, view));
    view = unescaped(view);
  }
  return ranges.length === 0 ? text : redactRanges(text, ranges);
};

/**
 * The secrets that this relay holds, and the one place that takes them out of what leaves it: whole or in part (12 characters
 * in a row), as they are, percent-encoded, escaped for JSON or HTML, in base64 or in hex. Amazon may echo a token or the client
 * secret in its words, its headers or its ids.
 *
 * Only what the relay or Amazon has made up is held for all. What a caller sends counts within its own request: else a
 * stranger could have any word taken out of everybody's answers.
 */
export class Secrets {
  readonly #index = new PatternIndex();
  readonly #own = new AsyncLocalStorage<PatternIndex>();
  #withOwn = 0;
  readonly #used = new LRUCache<string, true>({
    maxSize: mostHeld,
    sizeCalculation: (_, secret) => secret.length,
    dispose: (_, secret) => this.#index.remove(secret),
  });

  /** @param lasting what is never forgotten: settings */
  constructor(lasting: readonly string[]) {
    for (const secret of lasting) for (const text of this.#worth(secret)) this.#index.add(text);
  }

  /** Remembers a secret for as long as it is among those in use. */
  hold(secret: string): void {
    if (this.#used.get(secret) === true || secret.length < shortest || secret.length > mostHeld) return;
    this.#index.add(secret);
    this.#used.set(secret, true);
  }

  /** Does the work; within it, these secrets of the caller's are taken out as well. */
  async within<T>(callers: readonly (string | null)[], work: () => Promise<T>): Promise<T> {
    const index = new PatternIndex();
    for (const secret of callers) if (secret !== null) for (const text of this.#worth(secret)) index.add(text);
    this.#withOwn += 1;
    try {
      return await this.#own.run(index, work);
    } finally {
      this.#withOwn -= 1;
      // Node 20 follows every promise of the process from the first use of a storage on: each answer would cost half as much again.
      if (this.#withOwn === 0) this.#own.disable();
    }
  }

  /** The text without any secret in it. */
  redact(text: string): string {
    const safe = redacted(this.#index, text);
    const own = this.#own.getStore();
    return own === undefined ? safe : redacted(own, safe);
  }

  /** A failure without any secret in its words. */
  redactFailure<T extends Failure>(failure: T): T {
    const { message, advice, requestId } = failure;
    const identity = requestId === undefined ? {} : { requestId: this.redact(requestId) };
    return { ...failure, message: this.redact(message), advice: this.redact(advice), ...identity };
  }

  /** An account without any secret in what it is called. */
  redactAccount({ id, name, email }: Account): Account {
    return {
      id,
      ...(name === undefined ? {} : { name: this.redact(name) }),
      ...(email === undefined ? {} : { email: this.redact(email) }),
    };
  }

  /** A last line without any secret in what others have worded. There may be thousands of ids. */
  async redactLine(line: Line): Promise<Line> {
    if (line.kind === 'failure') return this.redactFailure(line);
    if (line.kind === 'progress') return line;
    const requestIds: string[] = [];
    for (const id of line.requestIds) {
      if (processLoop.isSpent) await processLoop.rest();
      requestIds.push(this.redact(id));
    }
    return { ...line, requestIds };
  }

  #worth(secret: string): string[] {
    return secret.length < shortest ? [] : [...spellings(secret)];
  }
}
