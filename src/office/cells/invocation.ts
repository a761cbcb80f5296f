import { FailureError } from '../../core/domain/failure';
import { cancelled } from '../lib/abort';

/**
 * Excel's description of one call of a custom function.
 * @see {@link https://learn.microsoft.com/javascript/api/custom-functions-runtime/customfunctions.invocation}
 */
export interface Invocation {
  /** Whether Excel previews a part of the formula. Previews must not use the network. */
  readonly isInValuePreview?: boolean | string;
  /** The calling cell, such as `Sheet1!B2`. */
  readonly address?: string;
  /** Called by Excel when the formula is edited, deleted or calculated again. */
  onCanceled?: () => void;
}

/** The value of a preview whose answer isn't in memory. */
export const placeholderText = 'Skill metrics';

/** Whether a call is a preview of a part of the formula. */
export const isValuePreview = ({ isInValuePreview }: Invocation): boolean =>
  isInValuePreview === true || isInValuePreview === 'true';

const cancellations = new WeakMap<Invocation, AbortController>();

/**
 * The controller of a call, the same at each step. Its signal aborts with a FailureError `cancelled` when Excel cancels
 * the call.
 */
export const cancellationOf = (invocation: Invocation): AbortController => {
  const known = cancellations.get(invocation);
  if (known !== undefined) return known;
  const controller = new AbortController();
  cancellations.set(invocation, controller);
  invocation.onCanceled = () => controller.abort(new FailureError(cancelled));
  return controller;
};
