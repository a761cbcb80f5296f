/** A defined name that stands for a formula: a LAMBDA, or anything else. */
export type FormulaNames = ReadonlyMap<string, string>;

interface Bracketed {
  readonly parts: readonly string[];
  /** Where the text goes on behind the closing bracket. */
  readonly end: number;
}

/** How often a name may lead to another: one that leads to itself is left alone. */
const deepest = 16;

/**
 * A formula as the engine can compute it, which knows neither LAMBDA nor names of formulas: names are replaced by what they stand
 * for, and calls of a LAMBDA by its body with the arguments in the place of the parameters.
 * @param names by their name in lower case.
 */
export function withoutLambdas(formula: string, names: FormulaNames, depth = 0): string {
  if (depth > deepest || !formula.startsWith('=')) return formula;
  return `=${rewrite(formula.slice(1), (word, rest) => {
    const meaning = names.get(word.toLowerCase())?.slice(1);
    if (meaning === undefined && word.toUpperCase() !== 'LAMBDA') return undefined;
    const definition = meaning ?? word + rest;
    const lambda = readLambda(definition);
    const after = meaning === undefined ? rest.slice((lambda?.end ?? 0) - word.length) : rest;
    const expanded = (text: string): string => withoutLambdas(`=${text}`, names, depth + 1).slice(1);
    if (lambda === undefined)
      return meaning === undefined ? undefined : { text: `(${expanded(meaning)})`, rest: after };
    const call = after.startsWith('(') ? readBrackets(after) : undefined;
    if (call === undefined) return undefined;
    return { text: `(${expanded(applied(lambda, call.parts))})`, rest: after.slice(call.end) };
  })}`;
}

interface Lambda {
  readonly parameters: readonly string[];
  readonly body: string;
  readonly end: number;
}

function readLambda(text: string): Lambda | undefined {
  const start = /^LAMBDA\s*(?=\()/i.exec(text)?.[0].length;
  if (start === undefined) return undefined;
  const { parts, end } = readBrackets(text.slice(start));
  return { parameters: parts.slice(0, -1), body: parts.at(-1) ?? '', end: start + end };
}

function applied({ parameters, body }: Lambda, given: readonly string[]): string {
  const values = new Map(parameters.map((name, at) => [name.toLowerCase(), given[at] ?? '']));
  return rewrite(body, (word, rest) => {
    const value = values.get(word.toLowerCase());
    return value === undefined ? undefined : { text: bracketed(value), rest };
  });
}

const bracketed = (text: string): string => (/^(?:[\w$.!:]*|"(?:[^"]|"")*")$/.test(text) ? text : `(${text})`);

/** Puts something else in the place of words; texts in quotes stay. */
function rewrite(
  text: string,
  replace: (word: string, rest: string) => { readonly text: string; readonly rest: string } | undefined,
): string {
  const [token, word] = /^(?:"(?:[^"]|"")*"|([\p{L}_][\p{L}\p{N}_.]*)|[^])/u.exec(text) ?? [];
  if (token === undefined) return '';
  const rest = text.slice(token.length);
  const replaced = word === undefined ? undefined : replace(word, rest);
  return replaced ? replaced.text + rewrite(replaced.rest, replace) : token + rewrite(rest, replace);
}

/** The parts between brackets that commas separate. */
function readBrackets(text: string): Bracketed {
  const parts: string[] = [];
  let [depth, from] = [0, 1];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"]|"")*"|[(){},]/g)) {
    if (token === '(' || token === '{') depth += 1;
    const ends = (token === ')' || token === '}') && (depth -= 1) === 0;
    if (!ends && !(token === ',' && depth === 1)) continue;
    parts.push(text.slice(from, index).trim());
    from = index + 1;
    if (ends) return { parts, end: from };
  }
  return { parts, end: text.length };
}
