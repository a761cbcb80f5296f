import { Field, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Choices } from '../../model/labels';
import { problemProps } from '../../ui/problem-props';

export interface ChoiceFieldProps<T extends string> {
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
