import type { Model } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import { type PrintLayout, sheetStates } from '../workbook/sheet-states';
import { asBoolean, asNumber, checked } from './arguments';
import { defineType } from './define';
import type { Cells } from './ranges/range';
import { cellsAt } from './ranges/range';

/** The sheet whose pages they are. */
interface Printed {
  readonly book: { readonly model: Model };
  readonly sheetId: string;
  readonly cells: Omit<Cells, 'zone'>;
}

const orientations = v.picklist(['Portrait', 'Landscape']);
const zoom = v.object({
  horizontalFitToPages: v.optional(v.number(), 0),
  verticalFitToPages: v.optional(v.number(), 0),
});

const layoutOf = ({ book, sheetId }: Printed): PrintLayout => sheetStates(book.model).printLayout(sheetId);
const change = ({ book, sheetId }: Printed, part: Partial<PrintLayout>): void =>
  sheetStates(book.model).print(sheetId, part);
const margin = (name: string) => (printed: Printed, value: unknown) =>
  change(printed, { margin: asNumber(value, name) });

/** Excel's `PageLayout`, with one margin for all sides. */
export const pageLayout = defineType<Printed>('PageLayout', {
  read: { Orientation: (printed) => layoutOf(printed).orientation },
  write: {
    BottomMargin: margin('bottomMargin'),
    CenterHorizontally: (printed, value) => change(printed, { isCentered: asBoolean(value, 'centerHorizontally') }),
    LeftMargin: margin('leftMargin'),
    Orientation: (printed, value) => change(printed, { orientation: checked(orientations, value, 'orientation') }),
    RightMargin: margin('rightMargin'),
    TopMargin: margin('topMargin'),
    Zoom: (printed, value) => {
      const { horizontalFitToPages: width, verticalFitToPages: height } = checked(zoom, value, 'zoom');
      change(printed, { fit: { width, height } });
    },
  },
  call: {
    SetPrintArea: (printed, area) => change(printed, { area: cellsAt(printed.cells, area, 'printArea').zone }),
  },
});
