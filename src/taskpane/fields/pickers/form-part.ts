import type { Instant } from '../../../core/domain/instant';
import type { FieldName, Form } from '../../model/form';
import type { PeriodOffer } from '../../model/time/periods';
import type { FieldOptions } from './use-field-options';

/** What every part of the form is given. */
export interface FormPartProps {
  readonly form: Form;
  readonly now: Instant;
  /** What there is to choose from. */
  readonly offers: FieldOptions;
  readonly periods: readonly PeriodOffer[];
  /** What is to be shown at a field. */
  readonly problemOf: (field: FieldName) => string | undefined;
  readonly onChange: (change: Partial<Form>) => void;
}
