/**
 * Types of settings, as valibot schemas. Each reads the text of an environment variable; the message of its issue says
 * what the setting accepts, to follow the word "expected".
 */
import * as v from 'valibot';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL's host is this machine, where plain HTTP is safe. */
const isLoopback = (url: URL): boolean => loopbackNames.has(url.hostname);

const isSafe = (url: URL): boolean => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));

const urlThat = (fits: (url: URL) => boolean, accepted: string) =>
  v.pipe(
    v.string(),
    v.check((text) => URL.canParse(text) && fits(new URL(text)), accepted),
  );

/** Any text but the empty one. */
export const given = (accepted: string) => v.pipe(v.string(), v.nonEmpty(accepted));

/** An origin, `https://host[:port]`; plain HTTP only on this machine. */
export const origin = v.pipe(
  urlThat(
    (url) => isSafe(url) && url.href === `${url.origin}/`,
    'an https address without a path, as https://metrics.example.com (http only on localhost)',
  ),
  v.transform((text) => new URL(text).origin),
);

/** The HTTPS address of another service, without a trailing slash; plain HTTP only on this machine. */
export const endpoint = v.pipe(
  urlThat(isSafe, 'an https address (http only on localhost)'),
  v.transform((text) => text.replace(/\/$/, '')),
);

/** A number from `least` to `most`. */
export const numberFrom = (least: number, most: number) => {
  const accepted = `a number from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d+(\.\d+)?$/, accepted),
    v.transform(Number),
    v.minValue(least, accepted),
    v.maxValue(most, accepted),
  );
};

/** A whole number from `least` to `most`. */
export const wholeFrom = (least: number, most: number) =>
  v.pipe(numberFrom(least, most), v.integer(`a whole number from ${least} to ${most}`));

/** A comma-separated list. Each item, without surrounding spaces, must match the item's schema. */
export const list = <T extends string>(item: v.GenericSchema<string, T>, accepted: string) =>
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',').map((part) => part.trim())),
    v.check((parts) => parts.every((part) => v.is(item, part)), accepted),
  );

/** A bearer token (RFC 6750, section 2.1) that is too long to guess. */
export const bearerToken = v.pipe(
  v.string(),
  v.regex(/^[\w.~+/-]{16,}=*$/, 'a random text of at least 16 letters and digits, as "openssl rand -hex 16" gives'),
);

type Schema<T> = v.GenericSchema<string, T>;

/** An optional setting with a default: the schema reads `fallback` where the text is empty. */
export const defaultingTo = <T>(fallback: string, schema: Schema<T>) =>
  v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? fallback : text)),
    schema,
  );

/** An optional setting: undefined where the text is empty. */
export const optional = <T>(schema: Schema<T>) =>
  v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? undefined : text)),
    v.optional(schema),
  );

/** A list that may be empty. */
export const emptyOr = <T>(schema: Schema<readonly T[]>) =>
  v.union([
    v.pipe(
      v.literal(''),
      v.transform((): readonly T[] => []),
    ),
    schema,
  ]);
