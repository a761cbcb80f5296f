import { splitAddress } from '../../../core/formula/cell-address';
import { referencesOf } from '../../../core/formula/text/formula-references';
import { areaNames, areaOf, type CellArea } from '../scope/scope';
import {
  frozenName,
  type FrozenRecord,
  type NameOf,
  readFrozenName,
  readRecord,
  recordFormulas,
} from './frozen-record';

/** A frozen formula of the workbook. */
export interface FrozenFormula {
  readonly id: string;
  /** Its cells by now. */
  readonly area: CellArea;
  /** Undefined if it can't be read. */
  readonly record: FrozenRecord | undefined;
  /** The cells of its references by now, in their order; undefined for those that were deleted. */
  readonly references: readonly (string | undefined)[];
  /** Deletes its names. */
  readonly forget: () => void;
}

interface OwnName {
  readonly id: string;
  readonly name: NameOf;
  readonly item: Excel.NamedItem;
  readonly formula: string;
  readonly sheet: string;
}

/** The sheets, and the hidden names of frozen formulas on each. */
const loadOwnNames = async (context: Excel.RequestContext): Promise<readonly OwnName[]> => {
  const { worksheets } = context.workbook;
  worksheets.load('items/name');
  await context.sync();
  const all = worksheets.items.map((sheet) => ({
    sheet: sheet.name,
    names: sheet.names.load('items/name,items/formula'),
  }));
  await context.sync();
  return all.flatMap(({ sheet, names }) =>
    names.items.flatMap(({ name, formula }) => {
      const read = readFrozenName(name);
      return read === undefined ? [] : [{ ...read, item: names.getItem(name), formula: String(formula), sheet }];
    }),
  );
};

const byIndex = (names: readonly OwnName[], kind: 'text' | 'ref'): readonly OwnName[] =>
  names
    .flatMap((one) => (one.name.kind === kind ? [{ one, index: one.name.index }] : []))
    .sort((a, b) => a.index - b.index)
    .map(({ one }) => one);

/** Reads the frozen formulas of the workbook. Names whose values were deleted are left out. */
export const readFrozen = async (context: Excel.RequestContext): Promise<readonly FrozenFormula[]> => {
  const names = await loadOwnNames(context);
  const places = names
    .filter(({ name }) => name.kind === 'place')
    .map((place) => {
      const range = place.item.getRangeOrNullObject().load(`address,${areaNames}`);
      const own = names.filter(({ id, sheet }) => id === place.id && sheet === place.sheet);
      const references = byIndex(own, 'ref').map(({ item }) => item.getRangeOrNullObject().load('address'));
      return { place, range, own, references };
    });
  if (places.length === 0) return [];
  await context.sync();
  return places.flatMap(({ place, range, own, references }) => {
    // A copied sheet has names of its own for its own cells.
    if (range.isNullObject || splitAddress(range.address)[0] !== place.sheet) return [];
    return [
      {
        id: place.id,
        area: areaOf(place.sheet, range),
        record: readRecord(byIndex(own, 'text').map(({ formula }) => formula)),
        references: references.map((one) => (one.isNullObject ? undefined : one.address)),
        forget: () => {
          for (const { item } of own) item.delete();
        },
      },
    ];
  });
};

/** Names the values of a formula, its record, and the cells that it refers to. */
export const nameFrozen = (
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  range: Excel.Range,
  { id, record, here }: { readonly id: string; readonly record: FrozenRecord; readonly here: string },
): void => {
  const add = (name: NameOf, to: Excel.Range | string): void => {
    sheet.names.add(frozenName(id, name), to).visible = false;
  };
  add({ kind: 'place' }, range);
  recordFormulas(record).forEach((formula, index) => add({ kind: 'text', index }, formula));
  referencesOf(record.formula).forEach(({ text }, index) => {
    const [named, cells] = splitAddress(text);
    const worksheet = context.workbook.worksheets.getItem(named === '' ? here : named);
    add({ kind: 'ref', index }, worksheet.getRange(cells.replaceAll('$', '')));
  });
};
