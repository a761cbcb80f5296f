import { areaNames, areaOf } from '../scope/scope';
import { type FoundMark, isMark } from './mark-format';

/** Finds the marks on sheets; those of people's own stay unread. */
export const findMarks = async (
  context: Excel.RequestContext,
  sheets: readonly string[],
): Promise<readonly FoundMark[]> => {
  const all = sheets.map((sheet) => {
    const formats = context.workbook.worksheets.getItem(sheet).getRange().conditionalFormats;
    return { sheet, formats: formats.load('items/id,items/type') };
  });
  await context.sync();
  const custom = all.flatMap(({ sheet, formats }) =>
    formats.items
      .filter(({ type }) => type === 'Custom')
      .map(({ id }) => {
        const format = formats.getItem(id);
        const rule = format.custom.rule.load('formula');
        const range = format.getRangeOrNullObject().load(areaNames);
        return { sheet, format, rule, range };
      }),
  );
  if (custom.length === 0) return [];
  await context.sync();
  return custom
    .filter(({ rule, range }) => isMark(rule.formula) && !range.isNullObject)
    .map(({ sheet, format, rule, range }) => ({
      area: areaOf(sheet, range),
      formula: rule.formula,
      remove: () => format.delete(),
    }));
};

/** The names of all sheets. */
export const sheetNames = async (context: Excel.RequestContext): Promise<readonly string[]> => {
  const { worksheets } = context.workbook;
  worksheets.load('items/name');
  await context.sync();
  return worksheets.items.map(({ name }) => name);
};
