/** Kinds of settings: each reads the text of an environment variable, and fails with what would have been accepted. */
import * as v from 'valibot';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL's host is this very machine, where plain HTTP is no risk. */
const isLoopback = (url: URL): boolean => loopbackNames.has(url.hostname);

const isSafe = (url: URL): boolean => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));

const urlThat = (fits: (url: URL) => boolean, accepted: string) =>
  v.pipe(
    v.string(),
    v.check((text) => URL.canParse(text) && fits(new URL(text)), accepted),
  );

/** A text that must be there. */
export const given = (accepted: string) => v.pipe(v.string(), v.nonEmpty(accepted));

/** An address without path, as `https://host[:port]`. */
export const origin = v.pipe(
  urlThat(
    (url) => isSafe(url) && url.href === `${url.origin}/`,
    'an https address without a path, as https://metrics.example.com (http only on localhost)',
  ),
  v.transform((text) => new URL(text).origin),
);

/** An address of another party's. */
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

/** Commas between items; no item is empty. */
export const list = <T extends string>(item: v.GenericSchema<string, T>, accepted: string) =>
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',').map((part) => part.trim())),
    v.check((parts) => parts.every((part) => v.is(item, part)), accepted),
  );

type Schema<T> = v.GenericSchema<string, T>;

/** A setting that may be left out, for which there is a default. */
export const defaultingTo = <T>(fallback: string, schema: Schema<T>) =>
  v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? fallback : text)),
    schema,
  );

/** A setting that may be left out: undefined then. */
export const optional = <T>(schema: Schema<T>) =>
  v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? undefined : text)),
    v.optional(schema),
  );

/** A list that may have no items. */
export const emptyOr = <T>(schema: Schema<readonly T[]>) =>
  v.union([
    v.pipe(
      v.literal(''),
      v.transform((): readonly T[] => []),
    ),
    schema,
  ]);

/** A setting with a name but no effect yet: whoever gives it a value has to learn that before the relay starts. */
export const notYet = (accepted: string) => v.pipe(v.string(), v.empty(accepted));
