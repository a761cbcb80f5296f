import { useEffect, useState } from 'react';
import { addressFrom, isReference, type Reference, splitAddress } from '../../../core/formula/cell-address';
import { argumentNames } from '../../../core/formula/text/write-formula-text';
import type { Cells } from '../../../office/workbook/cells';
import type { CellContent, Selection } from '../../../office/workbook/selection';
import type { ArgumentName, Bound, Form } from '../../model/form';
import type { Bindings } from './bindings';
import { type Contents, resolvedFields } from './resolved-form';

interface ReferencePick {
  readonly name: ArgumentName;
  /** What was selected before, to which the selection goes back. */
  readonly home: string | undefined;
}

interface BindingDeps {
  readonly cells: Cells;
  readonly form: Form;
  readonly contents: Contents;
  readonly selection: Selection | undefined;
  /** The sheet of the cell that is edited; undefined for a new formula. */
  readonly editedSheet: string | undefined;
  readonly onChange: (change: Partial<Form>) => void;
}

const boundBy = (text: string, sheet: string): Bound =>
  text.startsWith('=')
    ? { kind: 'expression', text: text.slice(1) }
    : { kind: 'reference', address: text.trim(), sheet };

/** Lets the form's fields point at cells: typed, or picked in the sheet. */
export const useBindings = (deps: BindingDeps): Bindings => {
  const { cells, form, contents, selection, editedSheet, onChange } = deps;
  const [picking, setPicking] = useState<ReferencePick>();
  const { bound } = form;
  const [homeSheet] = splitAddress(picking?.home ?? '');
  const sheet = editedSheet ?? (picking === undefined ? selection?.sheet : homeSheet);
  const bind = (name: ArgumentName, one: Bound | undefined): void => onChange({ bound: { ...bound, [name]: one } });

  const pickedFor = (name: ArgumentName): Reference | undefined => {
    const before = bound[name];
    const moved = selection?.address !== picking?.home;
    if (!moved && before?.kind === 'reference') return before;
    // The formula that is edited cannot point at itself.
    if (selection === undefined || (!moved && editedSheet !== undefined)) return undefined;
    const [on, address] = splitAddress(selection.address);
    return { address, sheet: on };
  };
  const picked = picking && pickedFor(picking.name);

  const leave = (): void => {
    setPicking(undefined);
    // The formula goes where the person was before.
    if (picking?.home !== undefined && picking.home !== selection?.address)
      void cells.select(picking.home).catch(() => undefined);
  };
  return {
    bound,
    contents,
    sheet,
    picking: picking && { name: picking.name, address: picked === undefined ? '' : addressFrom(picked, sheet) },
    onPick: (name) => setPicking({ name, home: selection?.address }),
    onTake: () => {
      if (picking !== undefined && picked !== undefined) bind(picking.name, { ...picked, kind: 'reference' });
      leave();
    },
    onCancel: leave,
    onType: (name, text) => bind(name, boundBy(text, sheet ?? '')),
    onLeave: (name) => {
      const one = bound[name];
      // The value of "=B6" shows once typing has stopped: it may become "=B6+1".
      if (one?.kind === 'expression' && isReference(one.text.trim())) bind(name, boundBy(one.text, sheet ?? ''));
    },
    onFree: (name) => onChange({ ...resolvedFields(name, contents), bound: { ...bound, [name]: undefined } }),
  };
};

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
