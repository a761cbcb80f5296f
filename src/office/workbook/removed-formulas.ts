import { splitAddress } from '../../core/formula/cell-address';
import type { RunExcel } from '../excel/run';
import { loadNames } from '../excel/defined-names';
import { reachesOurs } from '../excel/formula-cells';

/**
 * Those of some cells whose formula calls none of our functions, neither by name nor through defined names: it was
 * deleted, changed or moved, or the sheet is gone.
 */
export const lostFormulas = (run: RunExcel, addresses: readonly string[]): Promise<readonly string[]> =>
  run(async (context) => {
    const names = [loadNames(context.workbook.names)];
    const places = addresses.map((address) => {
      const [name, cells] = splitAddress(address);
      const sheet = context.workbook.worksheets.getItemOrNullObject(name);
      sheet.load('name');
      return { address, sheet, cells };
    });
    await context.sync();
    const there = places
      .filter(({ sheet }) => !sheet.isNullObject)
      .map(({ address, sheet, cells }) => ({ address, range: sheet.getRange(cells) }));
    for (const { range } of there) range.load('formulas');
    names.push(...there.map(({ range }) => loadNames(range.worksheet.names)));
    await context.sync();
    const reaches = reachesOurs(names.flatMap(({ items }) => items));
    const ours = there.filter(({ range }) => reaches(range.formulas[0]?.[0])).map(({ address }) => address);
    return addresses.filter((address) => !ours.includes(address));
  });
