import type { HostObject } from '../define';
import { defineType } from '../define';
import type { Cells } from './range';
import { range } from './range';
import { areasRead } from './range-parts';

/** Excel's `RangeCollection`. */
const rangeCollection = defineType<readonly Cells[]>('RangeCollection', {
  items: (areas) => areas.map(range),
  call: { GetCount: (areas) => areas.length, _KeepReference: () => null },
});

/** Excel's `RangeAreas`: one or more ranges of a sheet. @see https://learn.microsoft.com/javascript/api/excel/excel.rangeareas */
export const rangeAreas: (areas: readonly Cells[]) => HostObject = defineType<readonly Cells[]>('RangeAreas', {
  read: areasRead,
  call: { _KeepReference: () => null },
  navigate: { Areas: rangeCollection },
});
