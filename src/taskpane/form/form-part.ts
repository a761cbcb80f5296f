import type { FieldName, Form } from '../model/form-model';

/** What every part of the form is given. */
export interface FormPartProps {
  readonly form: Form;
  /** What is to be shown at a field. */
  readonly problemOf: (field: FieldName) => string | undefined;
  readonly onChange: (change: Partial<Form>) => void;
}
