import { useEffect, useState } from 'react';
import { argumentNames } from '../../../core/formula/write-formula-text';
import type { CellContent } from '../../../office/workbook/cell-content';
import type { Cells } from '../../../office/workbook/cells';
import type { ArgumentName, Form } from '../../model/form';
import type { Contents } from './resolved-form';

type Entry = readonly [ArgumentName, CellContent | undefined];

const readAll = (cells: Cells, bound: Form['bound']): Promise<readonly Entry[]> =>
  Promise.all(
    argumentNames.flatMap((name): Promise<Entry>[] => {
      const one = bound[name];
      if (one?.kind !== 'reference') return [];
      return [
        cells.read(one).then(
          (content) => [name, content],
          () => [name, undefined],
        ),
      ];
    }),
  );

/** What the cells hold that a form points at, now and after every edit. */
export const useContents = (cells: Cells, bound: Form['bound']): Contents => {
  const [read, setRead] = useState<{ readonly bound: Form['bound']; readonly contents: Contents }>();
  const [edits, setEdits] = useState(0);
  const points = Object.values(bound).some((one) => one?.kind === 'reference');
  useEffect(() => (points ? cells.watchEdits(() => setEdits((count) => count + 1)) : undefined), [cells, points]);
  useEffect(() => {
    let here = true;
    void readAll(cells, bound).then((entries) => (here ? setRead({ bound, contents: new Map(entries) }) : undefined));
    return () => {
      here = false;
    };
  }, [cells, bound, edits]);
  // Of an argument that points elsewhere by now nothing is known yet.
  const known = [...(read?.contents ?? [])].filter(([name]) => read?.bound[name] === bound[name]);
  return new Map(known);
};
