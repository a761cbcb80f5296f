import type { ReactNode } from 'react';
import { ChoiceField } from '../../fields/inputs/choice-field';
import type { FormPartProps } from '../../fields/pickers/form-part';
import { Bindable } from '../../fields/references/bindable';
import type { Form } from '../../model/form';
import { type Choices, fieldLabels } from '../../model/labels';

/** The arguments that take one of a few values. */
type ChoiceArgument = 'stage' | 'skillType' | 'headers';

export interface BindableChoiceProps<Name extends ChoiceArgument> extends Pick<FormPartProps, 'form' | 'problemOf'> {
  readonly argument: Name;
  readonly choices: Choices<Form[Name]>;
  readonly onChange: (value: Form[Name]) => void;
}

/** An argument of a few values, chosen here or taken from a cell. */
export const BindableChoice = <Name extends ChoiceArgument>(props: BindableChoiceProps<Name>): ReactNode => {
  const { argument, choices, form, problemOf, onChange } = props;
  const field = { label: fieldLabels[argument], problem: problemOf(argument) };
  return (
    <Bindable argument={argument} {...field}>
      <ChoiceField {...field} value={form[argument]} choices={choices} onChange={onChange} />
    </Bindable>
  );
};
