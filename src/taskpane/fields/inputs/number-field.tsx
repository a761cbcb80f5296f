import { Field, Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTyping } from '../../hooks/use-typing';
import { problemProps } from '../../ui/message-bar';

interface NumberFieldProps {
  readonly label: string;
  /** As typed, or nothing. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string | undefined;
  /** What holds where nothing is typed. */
  readonly placeholder: string;
}

/** A whole number, or none. */
export const NumberField = ({ label, value, onChange, problem, placeholder }: NumberFieldProps): ReactNode => {
  const { typing, begin, handlers } = useTyping();
  return (
    <Field label={label} {...problemProps(typing ? undefined : problem)}>
      <Input
        value={value}
        autoComplete="off"
        spellCheck={false}
        inputMode="numeric"
        placeholder={placeholder}
        {...handlers}
        onChange={(_, data) => {
          begin();
          onChange(data.value);
        }}
      />
    </Field>
  );
};
