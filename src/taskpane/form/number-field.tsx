import { Field, Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { problemProps } from './problem-props';
import { useTyping } from './use-typing';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string | undefined;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  /** Whole numbers get the keyboard for them. */
  readonly numeric?: boolean;
}

/** One line of text. */
export const TextField = (props: TextFieldProps): ReactNode => {
  const { label, value, onChange, problem, hint, placeholder, required = false, numeric = false } = props;
  const { typing, begin, handlers } = useTyping();
  return (
    <Field
      label={label}
      required={required}
      {...(hint ? { hint } : {})}
      {...problemProps(typing ? undefined : problem)}
    >
      <Input
        value={value}
        autoComplete="off"
        spellCheck={false}
        {...(placeholder ? { placeholder } : {})}
        {...(numeric ? { inputMode: 'numeric' } : {})}
        {...handlers}
        onChange={(_, data) => {
          begin();
          onChange(data.value);
        }}
      />
    </Field>
  );
};
