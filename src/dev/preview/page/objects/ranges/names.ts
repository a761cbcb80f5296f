import { formatAddress, parseAddress } from '../../workbook/address';
import { sheetSize } from '../../workbook/cells';
import { namesOfCells, typedFormulas } from '../../workbook/engine/typed-formulas';
import { objectNotes } from '../../workbook/object-notes';
import { asBoolean, asText } from '../arguments';
import type { Book } from '../book';
import type { HostObject } from '../define';
import { defineType, HostError } from '../define';
import type { Cells } from './range';
import { cellsOf, range } from './range';

interface Names {
  readonly book: Book;
  readonly worksheet: Cells['worksheet'];
}

interface Named extends Names {
  readonly name: string;
}

function rangeOf({ book, worksheet, name }: Named): HostObject {
  const named = book.model.getters.getNamedRange(name);
  if (!named) throw new HostError('ItemNotFound', `There is no name "${name}".`);
  return range({ book, worksheet, sheetId: named.range.sheetId, zone: named.range.zone });
}

function formulaOf(named: Named): string {
  const formula = typedFormulas(named.book.model).formulaOf(named.name);
  if (formula !== undefined) return formula;
  const { sheetId, zone, book } = cellsOf(rangeOf(named), 'name');
  return `=${formatAddress(book.model.getters.getSheetName(sheetId), zone, sheetSize(book.model, sheetId))}`;
}

/** Has a name stand for other cells. */
function redefine({ book: { model }, name }: Named, formula: unknown): void {
  if (typedFormulas(model).formulaOf(name) !== undefined) {
    typedFormulas(model).define(name, asText(formula, 'formula'));
    return;
  }
  const address = parseAddress(
    asText(formula, 'formula').replace(/^=/, ''),
    sheetSize(model, model.getters.getActiveSheetId()),
  );
  const sheetId = model.getters.getSheetIdByName(address?.sheet ?? '');
  if (!address || sheetId === undefined) throw new HostError('InvalidArgument', 'The preview names cells only.');
  const ranges = [model.getters.getRangeDataFromZone(sheetId, address.zone)];
  model.dispatch('UPDATE_NAMED_RANGE', { oldRangeName: name, newRangeName: name, ranges });
}

const namedItem = defineType<Named>('NamedItem', {
  identity: ({ name }) => ({ Name: name }),
  read: {
    Comment: ({ book, name }) => objectNotes(book.model).ofName(name).comment,
    Formula: formulaOf,
    Name: ({ name }) => name,
    Scope: () => 'Workbook',
    Type: ({ book, name }) => (typedFormulas(book.model).formulaOf(name) === undefined ? 'Range' : 'String'),
    Visible: ({ book, name }) => objectNotes(book.model).ofName(name).visible,
  },
  write: {
    Comment: ({ book, name }, value) => objectNotes(book.model).noteName(name, { comment: asText(value, 'comment') }),
    Formula: redefine,
    Visible: ({ book, name }, value) =>
      objectNotes(book.model).noteName(name, { visible: asBoolean(value, 'visible') }),
  },
  call: {
    Delete: ({ book, name }) => {
      if (typedFormulas(book.model).formulaOf(name) !== undefined) typedFormulas(book.model).remove(name);
      else book.model.dispatch('DELETE_NAMED_RANGE', { name });
    },
    GetRange: rangeOf,
    GetRangeOrNullObject: (named) => {
      const { model } = named.book;
      const isFormula = typedFormulas(model).formulaOf(named.name) !== undefined;
      return !isFormula && model.getters.getNamedRange(named.name) ? rangeOf(named) : null;
    },
  },
});

const allOf = ({ book: { model } }: Names): readonly string[] => [
  ...namesOfCells(model).map(({ name }) => name),
  ...typedFormulas(model).names(),
];

function find(all: Names, key: unknown): HostObject | null {
  const wanted = asText(key, 'name').toLowerCase();
  const name = allOf(all).find((one) => one.toLowerCase() === wanted);
  return name === undefined ? null : namedItem({ ...all, name });
}

/** @param reference a range, or a formula such as that of a LAMBDA. */
function add(all: Names, name: string, reference: unknown): HostObject {
  if (typeof reference === 'string') {
    typedFormulas(all.book.model).define(name, reference);
    return namedItem({ ...all, name });
  }
  const { sheetId, zone } = cellsOf(reference, 'reference');
  const ranges = [all.book.model.getters.getRangeDataFromZone(sheetId, zone)];
  const result = all.book.model.dispatch('CREATE_NAMED_RANGE', { name, ranges });
  if (!result.isSuccessful) throw new HostError('InvalidArgument', `A range cannot be named "${name}" here.`);
  return namedItem({ ...all, name });
}

/** Excel's `NamedItemCollection`. Names are the workbook's; a sheet's own names are not known. */
export const names = defineType<Names>('NamedItemCollection', {
  items: (all) => allOf(all).map((name) => namedItem({ ...all, name })),
  item: (all, key) => {
    const item = find(all, key);
    if (!item) throw new HostError('ItemNotFound', `There is no name "${String(key)}".`);
    return item;
  },
  call: {
    Add: (all, name, reference) => add(all, asText(name, 'name'), reference),
    GetCount: (all) => allOf(all).length,
    GetItemOrNullObject: find,
  },
});
