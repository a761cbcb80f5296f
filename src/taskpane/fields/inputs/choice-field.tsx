import { Field, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Form } from '../../model/form';
import { type Choices, fieldLabels } from '../../model/labels';
import { problemProps } from '../../ui/message-bar';
import type { FormPartProps } from '../pickers/use-field-options';
import { Bindable } from '../references/bindable';

interface ChoiceFieldProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: Choices<T>;
  readonly onChange: (value: T) => void;
  readonly problem?: string | undefined;
}

/** One of a few values. */
export const ChoiceField = <T extends string>({
  label,
  value,
  choices,
  onChange,
  problem,
}: ChoiceFieldProps<T>): ReactNode => (
  <Field label={label} {...problemProps(problem)}>
    <Select
      value={value}
      onChange={(_, data) => {
        const chosen = choices.find(([one]) => one === data.value);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      {choices.map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </Select>
  </Field>
);

/** The arguments that take one of a few values. */
type ChoiceArgument = 'stage' | 'skillType' | 'headers' | 'by';

interface BindableChoiceProps<Name extends ChoiceArgument> extends Pick<FormPartProps, 'form' | 'problemOf'> {
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
