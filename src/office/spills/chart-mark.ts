import * as v from 'valibot';
import { splitAddress } from '../../core/formula/cell-address';
import type { ChartLook } from '../../core/tables/table-style';
import { placeKey } from '../cells/callers';

/**
 * What ties a chart to the formula whose cells it shows: a hidden name of the sheet, called as the chart, that stands for
 * these cells as they were when the chart last took them. Excel moves names with their cells, copies them with their sheet,
 * and saves them.
 */
export interface ChartMark {
  readonly name: string;
  /** With its sheet, without dollars. */
  readonly address: string;
  /** What was last made of the chart; a person may have chosen something else since. */
  readonly made: Made | undefined;
}

export type Made = Pick<ChartLook, 'type' | 'title'>;

const prefix = '_SkillMetrics_';

/** Excel's comments on names have 255 characters at most. */
const titleLength = 150;

/** Of one sheet; to be read after the next sync. */
export const loadMarks = (sheet: Excel.Worksheet): Excel.NamedItemCollection =>
  sheet.names.load('items/name,items/formula,items/comment');

const madeSchema = v.object({ type: v.picklist(['Line', 'ColumnClustered']), title: v.string() });

/** What a comment tells; Excel may have cut a long one off. */
const madeOf = (comment: string): Made | undefined => {
  try {
    return v.parse(madeSchema, JSON.parse(comment));
  } catch {
    return undefined;
  }
};

const firstCell = (address: string): string => address.replace(/:.*/, '');

/** The mark of the formula in a cell, among those of its sheet. */
export const markOf = ({ items }: Excel.NamedItemCollection, cell: string): ChartMark | undefined => {
  for (const item of items) {
    const address = String(item.formula).replace(/^=/, '').replaceAll('$', '');
    if (item.name.startsWith(prefix) && placeKey(firstCell(address)) === placeKey(cell))
      return { name: item.name, address, made: madeOf(item.comment) };
  }
  return undefined;
};

/** Whether a chart shows these cells, and as it should. */
export const isUpToDate = (mark: ChartMark, address: string, { type, title }: Made): boolean =>
  placeKey(mark.address) === placeKey(address) && mark.made?.type === type && mark.made.title === title;

/** A name for a new chart and its mark. */
export const newMarkName = (): string => `${prefix}${crypto.randomUUID().slice(0, 8)}`;

/** Has a name stand for the cells of a range. */
export const setMark = (item: Excel.NamedItem, address: string, { type, title }: Made): void => {
  const [sheet, cells] = splitAddress(address);
  const absolute = cells.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
  item.formula = `='${sheet.replaceAll("'", "''")}'!${absolute}`;
  item.comment = JSON.stringify({ type, title: title.slice(0, titleLength) });
};
