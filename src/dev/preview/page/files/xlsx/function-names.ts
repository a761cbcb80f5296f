/**
 * How a file names functions. Those of add-ins have a prefix, with which Excel shows them until it knows the add-in
 * (https://github.com/OfficeDev/office-js/issues/5611); those that Excel 2007 had not, and parameters of a LAMBDA, have others.
 */
const addInPrefix = '_xldudf_';
const newFunctionPrefix = '_xlfn.';

const fileName = (name: string): string => addInPrefix + name.replaceAll('.', '_');

/** Texts in quotes, which stay, or a name, and whether it is called. */
const token = /"(?:[^"]|"")*"|'(?:[^']|'')*'|([\p{L}_][\p{L}\p{N}_.]*)(\s*\()?/gu;

/**
 * A formula as a file has it.
 * @param custom the add-in's functions.
 * @param isNew whether Excel's own function has come after Excel 2007.
 */
export function toFileFormula(
  formula: string,
  custom: ReadonlySet<string>,
  isNew: (name: string) => boolean = () => false,
): string {
  return formula.replace(token, (all: string, name: string | undefined, call: string | undefined) => {
    if (name === undefined || call === undefined) return all;
    const upper = name.toUpperCase();
    if (custom.has(upper)) return fileName(upper) + call;
    return isNew(upper) ? newFunctionPrefix + upper + call : all;
  });
}

/** A file's formula as people see it. An add-in's function that is not known keeps its prefix, as in Excel. */
export function fromFileFormula(formula: string, custom: ReadonlySet<string>): string {
  const names = new Map([...custom].map((name) => [fileName(name).toUpperCase(), name]));
  return formula.replace(token, (all: string, name: string | undefined, call: string | undefined) => {
    if (name === undefined) return all;
    const known = names.get(name.toUpperCase());
    return (known ?? name.replace(/^(?:_xl(?:fn|ws|pm|udf)\.)+/i, '')) + (call ?? '');
  });
}

/** The function that this formula is one call of, and nothing else. */
export function onlyCall(formula: string, custom: ReadonlySet<string>): string | undefined {
  const [, name] = /^=?\s*([\p{L}_][\p{L}\p{N}_.]*)\s*\(/u.exec(formula) ?? [];
  if (name === undefined || !custom.has(name.toUpperCase())) return undefined;
  const bare = formula.replace(/"(?:[^"]|"")*"/g, '""').trimEnd();
  let depth = 0;
  for (const { 0: sign, index } of bare.matchAll(/[()]/g)) {
    depth += sign === '(' ? 1 : -1;
    if (depth === 0) return index === bare.length - 1 ? name.toUpperCase() : undefined;
  }
  return undefined;
}
