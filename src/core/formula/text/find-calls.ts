/** Finds the calls of our worksheet functions anywhere in a formula, and changes their arguments where they stand. */
import { type ArgumentName, callArguments, type CallName, callNames } from '../signatures';
import { valueOf, visit } from './read-formula-text';
import type { FormulaFields } from './write-formula-text';

/** A part of a formula: the index of its first character, and the one after its last. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A call within a formula, from its name to its closing bracket. */
export interface FoundCall extends Span {
  readonly call: CallName;
  /** The written arguments in their order, without the blanks around them; one that is left out is empty. */
  readonly written: readonly Span[];
  /** The values of the arguments. */
  readonly fields: FormulaFields;
}

/** Texts, and sheet names in quotes: both may contain anything. */
const quoted = /"(?:[^"]|"")*"|'(?:[^']|'')*'/g;
const name = new RegExp(String.raw`(?<![\w.])(?:_xldudf_)?(${callNames.join('|')})\s*\(`, 'gi');

const trimmed = (formula: string, start: number, end: number): Span => {
  const text = formula.slice(start, end);
  const from = start + (text.length - text.trimStart().length);
  return text.trim() === '' ? { start, end: start } : { start: from, end: from + text.trim().length };
};

/** The arguments behind an opening bracket, and the index of the closing one; undefined if none closes it. */
const argumentsAt = (formula: string, open: number): { written: readonly Span[]; close: number } | undefined => {
  const written: Span[] = [];
  let start = open + 1;
  let close: number | undefined;
  visit(formula, start, (character, at, depth) => {
    const ends = depth < 0;
    if (!ends && !(depth === 0 && character === ',')) return false;
    written.push(trimmed(formula, start, at));
    start = at + 1;
    if (ends) close = at;
    return ends;
  });
  return close === undefined ? undefined : { written, close };
};

/**
 * Finds the calls in a formula as Excel's API returns it, in their order; those in the arguments of another one, too.
 * Calls that only Excel understands are left out: a function as the argument of MAP, or more arguments than it takes.
 *
 * @example
 * ```ts
 * const [call] = callsIn('=SUM(SKILLTOTAL(A2,"sessions","-7d"))');
 * // call.call: 'SKILLTOTAL', call.fields.skillId: { kind: 'reference', address: 'A2' }
 * ```
 */
export const callsIn = (formula: string): readonly FoundCall[] => {
  if (!formula.startsWith('=')) return [];
  const bare = formula.replace(quoted, (text) => `"${' '.repeat(text.length - 2)}"`);
  return [...bare.matchAll(name)].flatMap((found): FoundCall[] => {
    const call = callNames.find((one) => one === found[1]?.toUpperCase());
    const read = argumentsAt(formula, found.index + found[0].length - 1);
    if (call === undefined || read === undefined || read.written.length > callArguments[call].length) return [];
    const order: readonly ArgumentName[] = callArguments[call];
    const { written, close } = read;
    const values = written.map(({ start, end }) => valueOf(formula.slice(start, end)));
    const fields = order.map((argument, index) => [argument, values[index]] as const);
    return [
      {
        call,
        start: found.index,
        end: close + 1,
        written,
        fields: Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
      },
    ];
  });
};

/** New texts of arguments as a formula writes them; an empty text leaves the argument out. */
export type ArgumentTexts = Readonly<Partial<Record<ArgumentName, string>>>;

interface Replacement extends Span {
  readonly text: string;
}

/** Arguments that are written for the first time, behind the last one. */
const appended = ({ call, written, end }: FoundCall, texts: ArgumentTexts): readonly Replacement[] => {
  const further = callArguments[call].slice(written.length).map((argument: ArgumentName) => texts[argument] ?? '');
  const last = further.findLastIndex((text) => text !== '');
  const text = further
    .slice(0, last + 1)
    .map((one) => `,${one}`)
    .join('');
  return text === '' ? [] : [{ start: end - 1, end: end - 1, text }];
};

/** Without its last arguments, a call has no commas for them either. */
const shortened = ({ call, written, end }: FoundCall, texts: ArgumentTexts): Replacement => {
  const order: readonly ArgumentName[] = callArguments[call];
  const isBlank = ({ start, end: to }: Span, index: number): boolean => {
    const text = texts[order[index] ?? 'vendor'];
    return text === undefined ? start === to : text === '';
  };
  const last = written.findLastIndex((span, index) => !isBlank(span, index));
  return { start: written[last]?.end ?? written[0]?.start ?? end - 1, end: end - 1, text: '' };
};

const replacementsIn = (found: FoundCall, texts: ArgumentTexts): readonly Replacement[] => {
  const { call, written } = found;
  const order: readonly ArgumentName[] = callArguments[call];
  const changed = written.flatMap((span, index): Replacement[] => {
    const text = texts[order[index] ?? 'vendor'];
    return text === undefined ? [] : [{ ...span, text }];
  });
  const further = appended(found, texts);
  const isLastCleared = texts[order[written.length - 1] ?? 'vendor'] === '';
  if (further.length > 0 || !isLastCleared) return [...changed, ...further];
  const cut = shortened(found, texts);
  return [...changed.filter(({ end }) => end <= cut.start), cut];
};

/**
 * Writes arguments of the calls in a formula. Everything else stays as it is, to the character.
 *
 * @param textsFor the arguments to write in a call
 * @example
 * ```ts
 * withArguments('=SUM( SKILLTOTAL(A2, "sessions", "-7d") )', () => ({ startTime: '"ytd"' }));
 * // '=SUM( SKILLTOTAL(A2, "sessions", "ytd") )'
 * ```
 */
export const withArguments = (formula: string, textsFor: (call: FoundCall) => ArgumentTexts): string => {
  const all = callsIn(formula).flatMap((found) => replacementsIn(found, textsFor(found)));
  // What lies inside of something that is replaced goes with it: a call that is an argument of another one.
  const isInside = (one: Replacement): boolean =>
    all.some((other) => other !== one && other.start < one.start && one.end <= other.end);
  return all
    .filter((one) => !isInside(one))
    .sort((one, other) => other.start - one.start || other.end - one.end)
    .reduce((text, { start, end, text: next }) => text.slice(0, start) + next + text.slice(end), formula);
};
