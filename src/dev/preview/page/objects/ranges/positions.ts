import type { Model } from '@odoo/o-spreadsheet';
import type { Zone } from '../../workbook/address';
import { pixelsPerPoint } from './range-format';

/** Some cells of one sheet. */
interface Area {
  readonly book: { readonly model: Model };
  readonly sheetId: string;
  readonly zone: Zone;
}

/** A rectangle on a sheet, from its corner. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where cells lie, in pixels, wherever the sheet is scrolled to and whichever is active. */
export function pixelsOf({ book: { model }, sheetId, zone }: Area): Place {
  const { getters } = model;
  const [left, top] = [
    getters.getColDimensions(sheetId, zone.left).start,
    getters.getRowDimensions(sheetId, zone.top).start,
  ];
  const width = getters.getColDimensions(sheetId, zone.right).end - left;
  return { left, top, width, height: getters.getRowDimensions(sheetId, zone.bottom).end - top };
}

/** Where cells lie, in points. */
export function pointsOf(area: Area): Place {
  const { left, top, width, height } = pixelsOf(area);
  const points = (pixels: number): number => pixels / pixelsPerPoint;
  return { left: points(left), top: points(top), width: points(width), height: points(height) };
}
