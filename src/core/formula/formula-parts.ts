/** Takes Excel's formula text apart, as far as its quotes and brackets go. */

/** A text in double quotes, a sheet's name in single ones; Excel doubles a quote inside. */
const quoted = /"(?:[^"]|"")*"|'(?:[^']|'')*'/y;

const opening = '({[';
const closing = ')}]';

/** Where the quoted piece or the single character at an index ends. */
const after = (text: string, at: number): number => {
  quoted.lastIndex = at;
  return at + (quoted.exec(text)?.[0].length ?? 1);
};

/**
 * Goes through a text and tells of each character that stands in no quotes, with the depth of brackets around it.
 * A structured reference such as `Table1[It'[s]` escapes brackets by a quote of its own, which nothing here has to know:
 * what cannot be taken apart is left whole.
 */
const visit = (text: string, from: number, see: (character: string, at: number, depth: number) => boolean): void => {
  let depth = 0;
  for (let at = from; at < text.length; at = after(text, at)) {
    const character = text.charAt(at);
    if (closing.includes(character)) depth -= 1;
    if (see(character, at, depth)) return;
    if (opening.includes(character)) depth += 1;
  }
};

/** The index of the bracket that closes the one at `open`, or undefined where none does. */
export const closingOf = (text: string, open: number): number | undefined => {
  let found: number | undefined;
  visit(text, open, (character, at, depth) => {
    if (at === open || depth > 0 || !closing.includes(character)) return false;
    found = at;
    return true;
  });
  return found;
};

/** The pieces between separators that stand in no quotes and no brackets, trimmed. */
export const splitOutside = (text: string, separators: string): readonly string[] => {
  const pieces: string[] = [];
  let start = 0;
  visit(text, 0, (character, at, depth) => {
    if (depth === 0 && separators.includes(character)) {
      pieces.push(text.slice(start, at).trim());
      start = at + 1;
    }
    return false;
  });
  return [...pieces, text.slice(start).trim()];
};
