import { formatAddress } from '../address';
import { sheetSize } from '../workbook/cells';
import { asText } from './arguments';
import type { Book } from './book';
import type { HostObject } from './define';
import { defineType, HostError } from './define';
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
  const { sheetId, zone, book } = cellsOf(rangeOf(named), 'name');
  return `=${formatAddress(book.model.getters.getSheetName(sheetId), zone, sheetSize(book.model, sheetId))}`;
}

const namedItem = defineType<Named>('NamedItem', {
  identity: ({ name }) => ({ Name: name }),
  read: {
    Formula: formulaOf,
    Name: ({ name }) => name,
    Scope: () => 'Workbook',
    Type: () => 'Range',
    Visible: () => true,
  },
  call: {
    Delete: ({ book, name }) => void book.model.dispatch('DELETE_NAMED_RANGE', { name }),
    GetRange: rangeOf,
    GetRangeOrNullObject: (named) => (named.book.model.getters.getNamedRange(named.name) ? rangeOf(named) : null),
  },
});

function find(all: Names, key: unknown): HostObject | null {
  const wanted = asText(key, 'name').toLowerCase();
  const named = all.book.model.getters.getNamedRanges().find(({ name }) => name.toLowerCase() === wanted);
  return named ? namedItem({ ...all, name: named.name }) : null;
}

function add(all: Names, name: string, reference: unknown): HostObject {
  const { sheetId, zone } = cellsOf(reference, 'reference');
  const ranges = [all.book.model.getters.getRangeDataFromZone(sheetId, zone)];
  const result = all.book.model.dispatch('CREATE_NAMED_RANGE', { name, ranges });
  if (!result.isSuccessful) throw new HostError('InvalidArgument', `A range cannot be named "${name}" here.`);
  return namedItem({ ...all, name });
}

/** Excel's `NamedItemCollection`. Names are the workbook's; a sheet's own names are not known. */
export const names = defineType<Names>('NamedItemCollection', {
  items: (all) => all.book.model.getters.getNamedRanges().map(({ name }) => namedItem({ ...all, name })),
  item: (all, key) => {
    const item = find(all, key);
    if (!item) throw new HostError('ItemNotFound', `There is no name "${String(key)}".`);
    return item;
  },
  call: {
    Add: (all, name, reference) => add(all, asText(name, 'name'), reference),
    GetCount: ({ book }) => book.model.getters.getNamedRanges().length,
    GetItemOrNullObject: find,
  },
});
