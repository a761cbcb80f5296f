/** Whether Excel tells where merged cells are. */
const tellsMerges = (): boolean => Office.context.requirements.isSetSupported('ExcelApi', '1.13');

/**
 * Looks whether cells are merged or in a table, where a formula can't fill several of them.
 * @returns a function to call after the next sync
 */
export const loadStructure = (range: Excel.Range): (() => 'merged' | 'table' | undefined) => {
  const tables = range.getTables(false).load('items/name');
  const merged = tellsMerges() ? range.getMergedAreasOrNullObject().load('address') : undefined;
  return () => {
    if (merged?.isNullObject === false) return 'merged';
    return tables.items.length > 0 ? 'table' : undefined;
  };
};
