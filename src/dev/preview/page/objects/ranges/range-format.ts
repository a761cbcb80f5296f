import type { Model, Style } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import type { Zone } from '../../workbook/address';
import { asBoolean, asNumber, asText, checked } from '../arguments';
import { defineType } from '../define';
import { formatProtection } from '../protection';

/** What a format belongs to. */
interface Formatted {
  readonly book: { readonly model: Model };
  readonly sheetId: string;
  readonly zone: Zone;
}

/** Excel measures in points, the engine in pixels. */
export const pixelsPerPoint = 4 / 3;

const columns = ({ zone }: Formatted): number[] =>
  Array.from({ length: zone.right - zone.left + 1 }, (_, at) => zone.left + at);
const rows = ({ zone }: Formatted): number[] =>
  Array.from({ length: zone.bottom - zone.top + 1 }, (_, at) => zone.top + at);

function resize(formatted: Formatted, dimension: 'COL' | 'ROW', points: number): void {
  const elements = dimension === 'COL' ? columns(formatted) : rows(formatted);
  const size = Math.round(points * pixelsPerPoint);
  formatted.book.model.dispatch('RESIZE_COLUMNS_ROWS', { sheetId: formatted.sheetId, dimension, elements, size });
}

function restyle({ book, sheetId, zone }: Formatted, style: Style): void {
  book.model.dispatch('SET_FORMATTING', { sheetId, target: [zone], style });
}

function styleOf({ book, sheetId, zone }: Formatted): Style {
  return book.model.getters.getCellComputedStyle({ sheetId, col: zone.left, row: zone.top });
}

/** Whether all cells are bold; `null` where only some are, as in Excel. */
function isBold(formatted: Formatted): boolean | null {
  const { book, sheetId } = formatted;
  const bold = rows(formatted).flatMap((row) =>
    columns(formatted).map((col) => book.model.getters.getCellComputedStyle({ sheetId, col, row }).bold ?? false),
  );
  return bold.every(Boolean) ? true : bold.some(Boolean) ? null : false;
}

const alignments = v.picklist(['General', 'Left', 'Center', 'Right']);
const alignmentStyles = { General: undefined, Left: 'left', Center: 'center', Right: 'right' } as const;

const verticals = v.picklist(['Top', 'Center', 'Bottom']);
const verticalStyles = { Top: 'top', Center: 'middle', Bottom: 'bottom' } as const;

/** Excel's `RangeFormat`. */
export const rangeFormat = defineType<Formatted>('RangeFormat', {
  read: {
    ColumnWidth: ({ book, sheetId, zone }) => book.model.getters.getColSize(sheetId, zone.left) / pixelsPerPoint,
    RowHeight: ({ book, sheetId, zone }) => book.model.getters.getRowSize(sheetId, zone.top) / pixelsPerPoint,
  },
  write: {
    ColumnWidth: (formatted, value) => resize(formatted, 'COL', asNumber(value, 'columnWidth')),
    HorizontalAlignment: (formatted, value) =>
      restyle(formatted, { align: alignmentStyles[checked(alignments, value, 'horizontalAlignment')] }),
    RowHeight: (formatted, value) => resize(formatted, 'ROW', asNumber(value, 'rowHeight')),
    VerticalAlignment: (formatted, value) =>
      restyle(formatted, { verticalAlign: verticalStyles[checked(verticals, value, 'verticalAlignment')] }),
    WrapText: (formatted, value) =>
      restyle(formatted, { wrapping: asBoolean(value, 'wrapText') ? 'wrap' : 'overflow' }),
  },
  navigate: {
    Fill: (formatted) => fill(formatted),
    Font: (formatted) => font(formatted),
    Protection: (formatted) => formatProtection(formatted),
  },
  call: {
    AutofitColumns: (formatted) => {
      const { book, sheetId } = formatted;
      book.model.dispatch('AUTORESIZE_COLUMNS', { sheetId, cols: columns(formatted) });
    },
    AutofitRows: (formatted) => {
      const { book, sheetId } = formatted;
      book.model.dispatch('AUTORESIZE_ROWS', { sheetId, rows: rows(formatted) });
    },
  },
});

const font = defineType<Formatted>('RangeFont', {
  read: {
    Bold: isBold,
    Color: (formatted) => styleOf(formatted).textColor ?? '#000000',
    Italic: (formatted) => styleOf(formatted).italic ?? false,
    Size: (formatted) => styleOf(formatted).fontSize ?? 10,
  },
  write: {
    Bold: (formatted, value) => restyle(formatted, { bold: asBoolean(value, 'bold') }),
    Color: (formatted, value) => restyle(formatted, { textColor: asText(value, 'color') }),
    Italic: (formatted, value) => restyle(formatted, { italic: asBoolean(value, 'italic') }),
    Size: (formatted, value) => restyle(formatted, { fontSize: asNumber(value, 'size') }),
  },
});

const fill = defineType<Formatted>('RangeFill', {
  read: { Color: (formatted) => styleOf(formatted).fillColor ?? '#FFFFFF' },
  write: { Color: (formatted, value) => restyle(formatted, { fillColor: asText(value, 'color') }) },
});
