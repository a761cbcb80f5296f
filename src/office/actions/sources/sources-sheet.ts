import { FailureError } from '../../../core/domain/failure';
import { joinAddress, splitAddress } from '../../../core/formula/cell-address';
import type { CellEntry } from '../../../core/reports/report';
import { sourceHeaders, timeColumns, writable } from './source-rows';

/** A hidden name on the sheet, of the cells that the add-in has written there. */
const ownName = '_SkillMetricsSources';
const usualName = 'Sources';

/** The widths of new columns, in points: fitted, titles and formulas would be wider than a screen. */
const widths = [120, 110, 300, 110, 80, 150, 60, 160, 320];

/** Rows above the table: what the sheet is. */
const titleRows = 3;

/** The sheet of the last listing, with the cells that were written. */
const findOwn = async (context: Excel.RequestContext): Promise<Excel.Range | undefined> => {
  const { worksheets } = context.workbook;
  worksheets.load('items/name');
  await context.sync();
  const found = worksheets.items.map((sheet) => {
    const item = sheet.names.getItemOrNullObject(ownName).load('name');
    return { sheet: sheet.name, item };
  });
  await context.sync();
  const ranges = found
    .filter(({ item }) => !item.isNullObject)
    .map(({ sheet, item }) => ({ sheet, range: item.getRangeOrNullObject().load('address,rowCount') }));
  await context.sync();
  return ranges.find(({ sheet, range }) => !range.isNullObject && splitAddress(range.address)[0] === sheet)?.range;
};

/** A name that no sheet has. */
const freeName = (taken: readonly string[]): string => {
  const names = taken.map((name) => name.toLowerCase());
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? usualName : `${usualName} (${number})`;
    if (!names.includes(name.toLowerCase())) return name;
  }
};

const create = async (context: Excel.RequestContext): Promise<Excel.Worksheet> => {
  const { worksheets } = context.workbook;
  worksheets.load('items/name');
  await context.sync();
  return worksheets.add(freeName(worksheets.items.map(({ name }) => name)));
};

/** @throws {FailureError} `rejected` if the table would overwrite what people have entered below it */
const assertRoom = async (context: Excel.RequestContext, old: Excel.Range, rows: number): Promise<void> => {
  const more = rows - old.rowCount;
  if (more <= 0) return;
  const below = old
    .getLastRow()
    .getOffsetRange(1, 0)
    .getResizedRange(more - 1, 0);
  const content = below.getUsedRangeOrNullObject(true).load('address');
  await context.sync();
  if (content.isNullObject) return;
  throw new FailureError({
    code: 'rejected',
    message: `The list of sources has grown, and ${joinAddress(...splitAddress(content.address))} isn't empty.`,
    advice: 'Move these cells elsewhere, then list the sources again.',
  });
};

/**
 * Writes the table on its own sheet: on that of the last listing, wherever that is and whatever it is called by now, else on a
 * new one, if there are rows. What people have added beside it stays.
 *
 * @param about a line about the listing
 */
export const writeSheet = async (
  context: Excel.RequestContext,
  about: string,
  rows: readonly (readonly CellEntry[])[],
): Promise<void> => {
  const old = await findOwn(context);
  if (old === undefined && rows.length === 0) return;
  const height = titleRows + 1 + rows.length;
  if (old !== undefined) await assertRoom(context, old, height);
  const sheet = old?.worksheet ?? (await create(context));
  old?.clear('Contents');
  const first = old?.getCell(0, 0) ?? sheet.getRange('A1');
  const width = sourceHeaders.length;
  const blank = sourceHeaders.map(() => '');
  const range = first.getAbsoluteResizedRange(height, width);
  range.formulas = [
    ['Where the numbers of this workbook come from', ...blank.slice(1)],
    [`'${about}`, ...blank.slice(1)],
    [...blank],
    [...sourceHeaders],
    ...rows.map((cells) => cells.map(writable)),
  ];
  first.format.font.bold = true;
  first.format.font.size = 14;
  range.getRow(titleRows).format.font.bold = true;
  for (const column of timeColumns)
    if (rows.length > 0)
      Object.assign(range.getCell(titleRows + 1, column).getResizedRange(rows.length - 1, 0), {
        numberFormat: 'yyyy-mm-dd hh:mm',
      });
  if (old === undefined) {
    sheet.names.add(ownName, range).visible = false;
    for (const [column, width] of widths.entries()) range.getColumn(column).format.columnWidth = width;
  } else sheet.names.getItem(ownName).formula = await formulaFor(context, range);
  sheet.activate();
  first.select();
  await context.sync();
};

/** How a name refers to cells. */
const formulaFor = async (context: Excel.RequestContext, range: Excel.Range): Promise<string> => {
  range.load('address');
  await context.sync();
  const [sheet, cells] = splitAddress(range.address);
  return `='${sheet.replaceAll("'", "''")}'!${cells.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2')}`;
};
