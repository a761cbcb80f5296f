import { AsyncLocalStorage } from 'node:async_hooks';
import { LRUCache } from 'lru-cache';
import type { Failure, Problem } from '../../../core/domain/failure';
import type { Account, Line } from '../../../core/protocol/stream';
import { processLoop } from '../../lib/event-loop';
import { PatternIndex, type Range } from './pattern-index';

/** A decoded text, and the position of each of its characters in the original. */
interface View {
  readonly text: string;
  /** For each character, and for the end, its index in the original. Absent: the indices are the same. */
  readonly at?: readonly number[];
}

const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
/** The names of characters that tokens contain, or that must be escaped in HTML. */
const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
  ...{ vert: '|', verbar: '|', plus: '+', equals: '=', sol: '/', lowbar: '_', period: '.' },
};
/** Percent-encoding of URLs, escapes of JSON and JavaScript, character references of HTML. */
const escapes = new RegExp(
  String.raw`%([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})|\\(["\\/bfnrt])|&#x([\da-f]{1,6});|&#(\d{1,7});` +
    `|&(${Object.keys(entities).join('|')});`,
  'gi',
);

const characterOf = ([, percent, unicode, byte, letter, hex, decimal, entity]: readonly (
  string | undefined
)[]): string => {
  if (letter !== undefined) return controls[letter] ?? letter;
  if (entity !== undefined) return entities[entity.toLowerCase()] ?? '&';
  const code = decimal === undefined ? parseInt(percent ?? unicode ?? byte ?? hex ?? '', 16) : Number(decimal);
  return String.fromCharCode(code & 0xffff);
};

/** The index in the original of a character of a view. */
const originOf = ({ at }: View, index: number): number => at?.[index] ?? index;

/**
 * Decodes one level of a view's escapes. Bytes become Latin-1 characters.
 * @returns undefined when there are no escapes
 */
const unescaped = (view: View): View | undefined => {
  const { text } = view;
  const [parts, from]: [string[], number[]] = [[], []];
  let done = 0;
  const keep = (end: number): void => {
    parts.push(text.slice(done, end));
    for (let i = done; i < end; i += 1) from.push(originOf(view, i));
  };
  for (const match of text.matchAll(escapes)) {
    keep(match.index);
    parts.push(characterOf(match));
    from.push(originOf(view, match.index));
    done = match.index + match[0].length;
  }
  if (done === 0) return undefined;
  keep(text.length);
  from.push(originOf(view, text.length));
  return { text: parts.join(''), at: from };
};

/** Replaces a secret. */
const mask = '[secret]';
/** Shorter secrets would match ordinary words. */
const shortest = 8;
/** The most characters of remembered tokens: those of thousands of active sessions. */
const mostHeld = 1_000_000;
/** The most characters of sign-ins that have begun: strangers may begin them, and must not displace tokens. */
const mostBegun = 200_000;
/** How many nested levels of escapes are decoded, as of a URL in JSON in JSON. */
const levels = 3;

const base64Runs = /[A-Za-z0-9+/_-]{16,}/g;
const hexRuns = /[\da-f]{24,}/gi;

/** The spellings of a secret: as it is, byte by byte, and with the spaces of a form. */
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
 * Redacts the relay's secrets from all that leaves it: whole or in part (12 consecutive characters), as they are,
 * percent-encoded, escaped for JSON or HTML, in base64 or in hex. Amazon may echo a token or the client secret in its
 * messages, headers or request IDs.
 *
 * Secrets that the relay or Amazon has created are redacted everywhere. A caller's secrets are redacted within the
 * caller's own request only; otherwise a stranger could have any word removed from everyone's responses.
 *
 * @example
 * ```ts
 * const secrets = new Secrets([clientSecret]);
 * secrets.hold(accessToken);
 * secrets.redact(`no access with ${accessToken}`); // 'no access with [secret]'
 * ```
 */
export class Secrets {
  readonly #index = new PatternIndex();
  readonly #lasting = new Set<string>();
  readonly #own = new AsyncLocalStorage<PatternIndex>();
  #withOwn = 0;
  readonly #used = this.#bounded(mostHeld);
  readonly #begun = this.#bounded(mostBegun);

  /** @param lasting secrets that are never forgotten: those in the settings */
  constructor(lasting: readonly string[]) {
    this.keep(lasting);
  }

  /** Adds secrets that are never forgotten. */
  keep(lasting: readonly string[]): void {
    for (const secret of lasting)
      for (const text of this.#worth(secret))
        if (!this.#lasting.has(text)) {
          this.#lasting.add(text);
          this.#index.add(text);
        }
  }

  /**
   * Adds a secret of at least eight characters. When there are too many, the least recently used are forgotten.
   */
  hold(secret: string): void {
    this.#hold(this.#used, secret);
  }

  /** Adds the secrets of a sign-in that anyone may have begun. The oldest of them are forgotten. */
  holdBegun(...secrets: readonly string[]): void {
    for (const secret of secrets) this.#hold(this.#begun, secret);
  }

  #bounded(maxSize: number): LRUCache<string, true> {
    return new LRUCache<string, true>({
      maxSize,
      sizeCalculation: (_, secret) => secret.length,
      dispose: (_, secret) => this.#index.remove(secret),
    });
  }

  #hold(held: LRUCache<string, true>, secret: string): void {
    if (held.get(secret) === true || secret.length < shortest || secret.length > held.maxSize) return;
    this.#index.add(secret);
    held.set(secret, true);
  }

  /**
   * Runs work during which the caller's secrets are redacted, too.
   * @returns the result of `work`
   */
  async within<T>(callers: readonly (string | undefined)[], work: () => Promise<T>): Promise<T> {
    const index = new PatternIndex();
    for (const secret of callers) if (secret !== undefined) for (const text of this.#worth(secret)) index.add(text);
    this.#withOwn += 1;
    try {
      return await this.#own.run(index, work);
    } finally {
      this.#withOwn -= 1;
      // From a storage's first use on, Node 20 tracks every promise: each response would take half as long again.
      if (this.#withOwn === 0) this.#own.disable();
    }
  }

  /** Replaces each secret in a text with `[secret]`. */
  redact(text: string): string {
    const safe = redacted(this.#index, text);
    const own = this.#own.getStore();
    return own === undefined ? safe : redacted(own, safe);
  }

  /** Redacts all texts of a failure: its problems may name what Amazon has, such as skills. */
  redactFailure(failure: Failure): Failure {
    const { message, advice, requestId } = failure;
    const identity = requestId === undefined ? {} : { requestId: this.redact(requestId) };
    const texts = { message: this.redact(message), advice: this.redact(advice), ...identity };
    if (failure.code !== 'invalid_query') return { ...failure, ...texts };
    return { ...failure, ...texts, problems: failure.problems.map((problem) => this.#redactProblem(problem)) };
  }

  #redactProblem({ argument, value, accepted, message }: Problem): Problem {
    const texts = { argument, value: this.redact(value), accepted: this.redact(accepted) };
    return message === undefined ? texts : { ...texts, message: this.redact(message) };
  }

  /** Redacts an account's name and email address. */
  redactAccount({ id, name, email }: Account): Account {
    return {
      id,
      ...(name === undefined ? {} : { name: this.redact(name) }),
      ...(email === undefined ? {} : { email: this.redact(email) }),
    };
  }

  /** Redacts a line's texts from Amazon, with pauses: there may be thousands of request IDs. */
  async redactLine(line: Line): Promise<Line> {
    if (line.kind === 'failure') return { kind: line.kind, ...this.redactFailure(line) };
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
