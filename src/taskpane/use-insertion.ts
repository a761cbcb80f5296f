import { useCallback, useState } from 'react';
import { failureOf, type Failure } from '../core/failure';
import type { SpillFormat } from '../office/format-spill';
import type { Cells } from '../office/cells';

/** How far the last press of "Insert" has come. */
export type Insertion =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly address: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Writes formulas into the selected cell, and tells how it went. */
export const useInsertion = (cells: Cells): [Insertion, (formula: string, format: SpillFormat) => void, () => void] => {
  const [insertion, setInsertion] = useState<Insertion>({ kind: 'idle' });
  const insert = useCallback(
    (formula: string, format: SpillFormat): void => {
      setInsertion({ kind: 'busy' });
      cells.insert({ kind: 'formula', formula, format }).then(
        (address) => setInsertion({ kind: 'done', address }),
        (error: unknown) => setInsertion({ kind: 'failed', failure: failureOf(error) }),
      );
    },
    [cells],
  );
  const forget = useCallback(() => setInsertion((now) => (now.kind === 'busy' ? now : { kind: 'idle' })), []);
  return [insertion, insert, forget];
};
