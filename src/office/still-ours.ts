import { splitAddress } from '../core/cell-address';
import type { RunExcel } from './excel-run';
import { isOurs } from './formula-cells';

/** Those of some cells that hold a formula of ours no longer: it was deleted, changed or moved, or the sheet is gone. */
export const lostFormulas = (run: RunExcel, addresses: readonly string[]): Promise<readonly string[]> =>
  run(async (context) => {
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
    await context.sync();
    const ours = there.filter(({ range }) => isOurs(range.formulas[0]?.[0])).map(({ address }) => address);
    return addresses.filter((address) => !ours.includes(address));
  });
