import { type Dispatch, useEffect, useReducer, useRef, useState } from 'react';
import { splitAddress } from '../../../core/formula/cell-address';
import type { SerialShift } from '../../../core/time/excel-time';
import type { Cells } from '../../../office/workbook/cells';
import type { Selection } from '../../../office/workbook/selection';
import type { Bindings } from '../../fields/references/bindings';
import { type Contents, resolvedForm } from '../../fields/references/resolved-form';
import { useBindings, useContents } from '../../fields/references/use-bindings';
import type { Form } from '../../model/form';
import { emptyFormState, type FormAction, formReducer, type FormState } from './form-state';

/** The form's state, with what it takes from the workbook. */
export interface OpenFormState {
  readonly formState: FormState;
  readonly step: Dispatch<FormAction>;
  /** The form with what its cells hold put in. */
  readonly seen: Form;
  readonly contents: Contents;
  readonly bindings: Bindings;
  /** The selected cell, or the one whose spill it belongs to, where that holds one of the add-in's formulas. */
  readonly selected: string | undefined;
  /** How the workbook counts dates; undefined until Excel has told. */
  readonly serialShift: SerialShift | undefined;
}

/** Keeps the form beside the workbook: it follows the selection, and the cells that it points at. */
export const useFormState = (cells: Cells): OpenFormState => {
  const [formState, step] = useReducer(formReducer, emptyFormState);
  const [selection, setSelection] = useState<Selection>();
  const [serialShift, setSerialShift] = useState<SerialShift>();
  // Where Excel gave no answer, it is asked again at the next cell.
  useEffect(() => {
    if (serialShift === undefined) void cells.serialShift().then(setSerialShift, () => undefined);
  }, [cells, selection, serialShift]);
  const contents = useContents(cells, formState.form.bound);
  const bindings = useBindings({
    cells,
    form: formState.form,
    contents,
    selection,
    editedSheet: formState.edited === undefined ? undefined : splitAddress(formState.edited.address)[0],
    onChange: (change) => step({ kind: 'changed', change }),
  });
  // While cells are picked for a field, selecting one doesn't mean editing it.
  const picking = useRef(false);
  useEffect(() => {
    picking.current = bindings.picking !== undefined;
  });
  useEffect(
    () =>
      cells.watchSelection((next) => {
        setSelection(next);
        if (!picking.current) step({ kind: 'selected', formula: next.formula });
      }),
    [cells],
  );
  const selected = selection?.formula?.address;
  return { formState, step, selected, seen: resolvedForm(formState.form, contents), contents, bindings, serialShift };
};
