/** The names that a workbook or a sheet defines, to be read after the next sync. */
export const loadNames = (names: Excel.NamedItemCollection): Excel.NamedItemCollection =>
  names.load('items/name,items/formula');
