import * as v from 'valibot';
import { splitAddress } from '../../../core/formula/cell-address';
import type { ChartLook } from '../../../core/tables/table-style';
import { placeKey } from '../../cells/callers';

/**
 * Links a chart to the formula whose cells it shows: a hidden defined name on the sheet, with the chart's name, that
 * refers to these cells as of the chart's last update. Excel moves names with their cells, copies them with their
 * sheet, and saves them.
 */
export interface ChartMark {
  /** The name of the chart and of the defined name. */
  readonly name: string;
  /** The cells, with their sheet, without dollars. */
  readonly address: string;
  /** The chart's type and title as the add-in last set them; a person may have changed them since. */
  readonly made: Made | undefined;
}

/** The properties of a chart that the add-in sets. */
export type Made = Pick<ChartLook, 'type' | 'title'>;

const prefix = '_SkillMetrics_';

/** A name's comment has 255 characters at most. */
const titleLength = 150;

/** Loads the marks of a sheet, which can be read after the next sync. */
export const loadMarks = (sheet: Excel.Worksheet): Excel.NamedItemCollection =>
  sheet.names.load('items/name,items/formula,items/comment');

const madeSchema = v.object({ type: v.picklist(['Line', 'ColumnClustered', 'BarClustered']), title: v.string() });

/** Reads a comment; undefined when it isn't the add-in's, or Excel has cut it off. */
const madeOf = (comment: string): Made | undefined => {
  try {
    return v.parse(madeSchema, JSON.parse(comment));
  } catch {
    return undefined;
  }
};

const firstCell = (address: string): string => address.replace(/:.*/, '');

/** Finds the mark of the formula in a cell, among those of its sheet. */
export const markOf = ({ items }: Excel.NamedItemCollection, cell: string): ChartMark | undefined => {
  for (const item of items) {
    const address = String(item.formula).replace(/^=/, '').replaceAll('$', '');
    if (item.name.startsWith(prefix) && placeKey(firstCell(address)) === placeKey(cell))
      return { name: item.name, address, made: madeOf(item.comment) };
  }
  return undefined;
};

/** Whether a chart shows exactly these cells, with this type and title. */
export const isUpToDate = (mark: ChartMark, address: string, { type, title }: Made): boolean =>
  placeKey(mark.address) === placeKey(address) && mark.made?.type === type && mark.made.title === title;

/** Creates a random name for a new chart and its mark. */
export const newMarkName = (): string => `${prefix}${crypto.randomUUID().slice(0, 8)}`;

/** Makes a defined name refer to cells, and notes the chart's type and title in its comment. */
export const setMark = (item: Excel.NamedItem, address: string, { type, title }: Made): void => {
  const [sheet, cells] = splitAddress(address);
  const absolute = cells.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
  item.formula = `='${sheet.replaceAll("'", "''")}'!${absolute}`;
  item.comment = JSON.stringify({ type, title: title.slice(0, titleLength) });
};
