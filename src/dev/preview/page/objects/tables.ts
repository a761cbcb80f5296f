import type { Table, TableConfig } from '@odoo/o-spreadsheet';
import { asBoolean, asText } from './arguments';
import type { Book } from './book';
import type { HostObject } from './define';
import { defineType, HostError } from './define';
import type { Cells } from './ranges/range';
import { cellsAt, range } from './ranges/range';

interface Tables {
  readonly book: Book;
  readonly sheetId: string;
  readonly worksheet: Cells['worksheet'];
}

interface OneTable extends Tables {
  readonly id: string;
}

function tableOf({ book, sheetId, id }: OneTable): Table {
  const found = book.model.getters.getTables(sheetId).find((one) => one.id === id);
  if (!found) throw new HostError('ItemNotFound', `There is no table "${id}".`);
  return found;
}

function rows(table: OneTable, part: 'all' | 'header' | 'body'): HostObject {
  const { zone } = tableOf(table).range;
  const top = part === 'body' ? zone.top + 1 : zone.top;
  return range({ ...table, zone: { ...zone, top, bottom: part === 'header' ? zone.top : zone.bottom } });
}

function configure(table: OneTable, config: Partial<TableConfig>): void {
  const { zone } = tableOf(table).range;
  table.book.model.dispatch('UPDATE_TABLE', { sheetId: table.sheetId, zone, config });
}

const tableObject = defineType<OneTable>('Table', {
  identity: ({ id }) => ({ Id: id }),
  read: {
    Id: ({ id }) => id,
    ShowBandedRows: (table) => tableOf(table).config.bandedRows,
    ShowHeaders: (table) => tableOf(table).config.numberOfHeaders > 0,
    Style: (table) => tableOf(table).config.styleId,
  },
  write: {
    ShowBandedRows: (table, value) => configure(table, { bandedRows: asBoolean(value, 'showBandedRows') }),
    Style: (table, value) => configure(table, { styleId: asText(value, 'style') }),
  },
  navigate: { Worksheet: ({ sheetId, worksheet }) => worksheet(sheetId) },
  call: {
    ConvertToRange: (table) => {
      const whole = rows(table, 'all');
      remove(table);
      return whole;
    },
    Delete: remove,
    GetDataBodyRange: (table) => rows(table, 'body'),
    GetHeaderRowRange: (table) => rows(table, 'header'),
    GetRange: (table) => rows(table, 'all'),
  },
});

function remove(table: OneTable): void {
  table.book.model.dispatch('REMOVE_TABLE', { sheetId: table.sheetId, target: [tableOf(table).range.zone] });
}

function add(all: Tables, source: unknown, hasHeaders: boolean): HostObject {
  const { sheetId, zone } = cellsAt(all, source, 'address');
  const { model } = all.book;
  const config: TableConfig = {
    hasFilters: true,
    totalRow: false,
    firstColumn: false,
    lastColumn: false,
    numberOfHeaders: hasHeaders ? 1 : 0,
    bandedRows: true,
    bandedColumns: false,
    styleId: 'TableStyleMedium2',
    automaticAutofill: false,
  };
  const ranges = [model.getters.getRangeDataFromZone(sheetId, zone)];
  const result = model.dispatch('CREATE_TABLE', { sheetId, ranges, config, tableType: 'static' });
  const table = model.getters
    .getTables(sheetId)
    .find(({ range: { zone: at } }) => at.top === zone.top && at.left === zone.left);
  if (!result.isSuccessful || !table) throw new HostError('InvalidOperation', 'A table cannot lie over another one.');
  return tableObject({ ...all, sheetId, id: table.id });
}

/** Excel's `TableCollection` of one sheet. */
export const tables = defineType<Tables>('TableCollection', {
  read: { Count: ({ book, sheetId }) => book.model.getters.getTables(sheetId).length },
  items: (all) => all.book.model.getters.getTables(all.sheetId).map(({ id }) => tableObject({ ...all, id })),
  item: (all, key) => tableObject({ ...all, id: asText(key, 'key') }),
  call: {
    Add: (all, address, hasHeaders) => add(all, address, asBoolean(hasHeaders, 'hasHeaders')),
    GetCount: ({ book, sheetId }) => book.model.getters.getTables(sheetId).length,
  },
});
