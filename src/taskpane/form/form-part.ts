import type { Instant } from '../../core/instant';
import type { FieldName, Form } from '../model/form-model';
import type { Offers } from '../pickers/use-offers';
import type { PeriodOffer } from '../time/periods';

/** What every part of the form is given. */
export interface FormPartProps {
  readonly form: Form;
  readonly now: Instant;
  /** What there is to choose from. */
  readonly offers: Offers;
  readonly periods: readonly PeriodOffer[];
  /** What is to be shown at a field. */
  readonly problemOf: (field: FieldName) => string | undefined;
  readonly onChange: (change: Partial<Form>) => void;
}
