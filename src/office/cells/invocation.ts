import { FailureError } from '../../core/domain/failure';
import { cancelled } from '../lib/abort';

/** What Excel tells of one call of a custom function. */
export interface Invocation {
  /** True while somebody only looks at a part of the formula: no network then. */
  readonly isInValuePreview?: boolean | string;
  /** The calling cell, such as `Sheet1!B2`. */
  readonly address?: string;
  /** Called by Excel when the formula is edited, deleted, or calculated anew. */
  onCanceled?: () => void;
}

/** What stands for an answer that is not in memory while somebody only looks at a part of the formula. */
export const placeholderText = 'Skill metrics';

export const isValuePreview = ({ isInValuePreview }: Invocation): boolean =>
  isInValuePreview === true || isInValuePreview === 'true';

const cancellations = new WeakMap<Invocation, AbortController>();

/** Aborts when Excel cancels the call; the same one at every step of it, so that none misses that. */
export const cancellationOf = (invocation: Invocation): AbortController => {
  const known = cancellations.get(invocation);
  if (known !== undefined) return known;
  const controller = new AbortController();
  cancellations.set(invocation, controller);
  invocation.onCanceled = () => controller.abort(new FailureError(cancelled));
  return controller;
};
