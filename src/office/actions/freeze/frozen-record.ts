import * as v from 'valibot';
import type { Fingerprint } from './fingerprint';

/** What the workbook keeps of a frozen formula, besides the places of its values and of the cells that it refers to. */
export interface FrozenRecord {
  readonly formula: string;
  /** When it was frozen, on the clock of the computer, such as `2026-11-26 12:03`. */
  readonly at: string;
  /** When its numbers were fetched, on the same clock; left out if unknown. */
  readonly fetched?: string;
  readonly fingerprint: Fingerprint;
}

/** The names of a frozen formula. */
export type NameOf =
  /** Of the cells with its values. */
  | { readonly kind: 'place' }
  /** Of a part of its record. */
  | { readonly kind: 'text'; readonly index: number }
  /** Of the cells of one of its references. */
  | { readonly kind: 'ref'; readonly index: number };

const prefix = '_SkillMetricsFrozen_';
const pattern = new RegExp(String.raw`^${prefix}([0-9a-f]{8})(?:_(text|ref)(\d+))?$`, 'i');

/** Creates a random ID. */
export const newFrozenId = (): string => crypto.randomUUID().slice(0, 8);

/** A defined name of a frozen formula. */
export const frozenName = (id: string, name: NameOf): string =>
  name.kind === 'place' ? prefix + id : `${prefix}${id}_${name.kind}${name.index}`;

/** Reads a defined name; undefined if it is none of a frozen formula. */
export const readFrozenName = (name: string): { readonly id: string; readonly name: NameOf } | undefined => {
  const [, id, kind, index] = pattern.exec(name) ?? [];
  if (id === undefined) return undefined;
  if (kind === undefined) return { id: id.toLowerCase(), name: { kind: 'place' } };
  return { id: id.toLowerCase(), name: { kind: kind === 'text' ? 'text' : 'ref', index: Number(index) } };
};

/** A text in a formula has 255 characters at most; a quote takes two. */
const charactersInText = 120;
/** A formula has 8,192 characters at most. */
const charactersInName = 7_000;

const inPieces = (text: string, length: number): readonly string[] =>
  Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );

const schema = v.object({
  f: v.string(),
  a: v.string(),
  d: v.exactOptional(v.string()),
  n: v.number(),
  s: v.number(),
  h: v.exactOptional(v.string()),
});

const digits = 6;
const packed = (each: readonly number[]): string =>
  each.map((hash) => hash.toString(36).padStart(digits, '0')).join('');
const unpacked = (text: string): readonly number[] => inPieces(text, digits).map((hash) => parseInt(hash, 36));

/**
 * Writes a record as formulas that consist of texts, one for each defined name. Excel undoes, saves and copies names with
 * their sheet; settings of the workbook it does none of these to.
 */
export const recordFormulas = ({ formula, at, fetched, fingerprint }: FrozenRecord): readonly string[] => {
  const { rows, sum, each } = fingerprint;
  const text = JSON.stringify({
    f: formula,
    a: at,
    ...(fetched === undefined ? {} : { d: fetched }),
    n: rows,
    s: sum,
    ...(each === undefined ? {} : { h: packed(each) }),
  } satisfies v.InferOutput<typeof schema>);
  const formulas: string[] = [];
  for (const piece of inPieces(text, charactersInText)) {
    const quoted = `"${piece.replaceAll('"', '""')}"`;
    const last = formulas.at(-1);
    if (last === undefined || last.length + quoted.length > charactersInName) formulas.push(`=${quoted}`);
    else formulas.splice(-1, 1, `${last}&${quoted}`);
  }
  return formulas;
};

/** Reads a record; undefined if a part is missing or isn't the add-in's. */
export const readRecord = (formulas: readonly string[]): FrozenRecord | undefined => {
  const text = formulas
    .flatMap((formula) =>
      [...formula.matchAll(/"((?:[^"]|"")*)"/g)].map(([, piece = '']) => piece.replaceAll('""', '"')),
    )
    .join('');
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (!parsed.success) return undefined;
  const { f: formula, a: at, d: fetched, n: rows, s: sum, h } = parsed.output;
  return {
    formula,
    at,
    ...(fetched === undefined ? {} : { fetched }),
    fingerprint: { rows, sum, ...(h === undefined ? {} : { each: unpacked(h) }) },
  };
};
