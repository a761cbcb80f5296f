import * as v from 'valibot';

const longest = 300;

const words = v.object({
  message: v.optional(v.string(), ''),
  error_description: v.optional(v.string(), ''),
  violations: v.optional(v.array(v.object({ message: v.optional(v.string(), '') })), []),
});

/** A text on one line, cut after 300 characters. */
export const tidy = (text: string): string => {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};

/** The JSON value of a body, or `undefined` if it isn't JSON. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Amazon's own words in the body of an error, on one line: message and violations of SMAPI, or the description of an
 * OAuth error. `undefined` if there are none: a gateway's HTML doesn't help an analyst.
 */
export const wordsOf = (body: string): string | undefined => {
  const parsed = v.safeParse(words, jsonOf(body));
  if (!parsed.success) return undefined;
  const { message, error_description, violations } = parsed.output;
  const said = new Set([message, error_description, ...violations.map((violation) => violation.message)].map(tidy));
  said.delete('');
  return said.size === 0 ? undefined : tidy([...said].join(' '));
};
