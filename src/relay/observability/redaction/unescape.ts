/** A decoded text, and the position of each of its characters in the original. */
export interface View {
  readonly text: string;
  /** For each character, and for the end, its index in the original. Absent: the indices are the same. */
  readonly at?: readonly number[];
}

/** Percent-encoding of URLs, escapes of JSON, character references of HTML. */
const escapes =
  /%([\da-f]{2})|\\u([\da-f]{4})|\\(["\\/bfnrt])|&#x([\da-f]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos);/gi;
const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const characterOf = ([, percent, unicode, letter, hex, decimal, entity]: readonly (string | undefined)[]): string => {
  if (letter !== undefined) return controls[letter] ?? letter;
  if (entity !== undefined) return entities[entity.toLowerCase()] ?? '&';
  const code = decimal === undefined ? parseInt(percent ?? unicode ?? hex ?? '', 16) : Number(decimal);
  return String.fromCharCode(code & 0xffff);
};

/** The index in the original of a character of a view. */
export const originOf = ({ at }: View, index: number): number => at?.[index] ?? index;

/**
 * Decodes one level of a view's escapes. Bytes become Latin-1 characters.
 * @returns undefined when there are no escapes
 */
export const unescaped = (view: View): View | undefined => {
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
