import { createContext } from 'react';
import type { ArgumentName, Form } from '../../model/form';
import type { Contents } from './resolved-form';

/** How the form's fields point at cells. */
export interface Bindings {
  readonly bound: Form['bound'];
  readonly contents: Contents;
  /** The sheet on which the formula will stand. */
  readonly sheet: string | undefined;
  /** The argument for which cells are being picked, and its address so far. */
  readonly picking: { readonly name: ArgumentName; readonly address: string } | undefined;
  readonly onPick: (name: ArgumentName) => void;
  /** Takes the picked cells. */
  readonly onTake: () => void;
  readonly onCancel: () => void;
  /** An address, or with = before it a segment of formula, was typed. */
  readonly onType: (name: ArgumentName, text: string) => void;
  /** Typing has ended. */
  readonly onLeave: (name: ArgumentName) => void;
  /** Puts a value in place of the cells: the one that they hold. */
  readonly onFree: (name: ArgumentName) => void;
}

/** Undefined where fields stand outside of a form that knows cells. */
export const BindingsContext = createContext<Bindings | undefined>(undefined);
