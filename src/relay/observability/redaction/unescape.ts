/** A text, and where each of its characters came from in the text that it was made of. */
export interface View {
  readonly text: string;
  /** For each character, and for the end, its index in the original; left out where it is the same. */
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

/** Where the character of a view stands in the original. */
export const originOf = ({ at }: View, index: number): number => at?.[index] ?? index;

/** The view with one level of escapes taken off; undefined where it has none. Bytes become Latin-1 characters. */
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
