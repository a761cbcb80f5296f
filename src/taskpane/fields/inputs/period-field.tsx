import { Field, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Period } from '../../../core/domain/catalog';
import type { PeriodOffer } from '../../model/time/periods';
import { problemProps } from '../../ui/problem-props';

export interface PeriodFieldProps {
  readonly value: Period;
  readonly offers: readonly PeriodOffer[];
  readonly onChange: (period: Period) => void;
  readonly problem?: string | undefined;
}

/** How finely the range is cut. */
export const PeriodField = ({ value, offers, onChange, problem }: PeriodFieldProps): ReactNode => (
  <Field label="Period" {...problemProps(problem)}>
    <Select
      value={value}
      onChange={(_, data) => {
        const chosen = offers.find(({ period }) => period === data.value);
        if (chosen !== undefined) onChange(chosen.period);
      }}
    >
      {offers.map(({ period, label, disabled }) => (
        <option key={period} value={period} disabled={disabled}>
          {label}
        </option>
      ))}
    </Select>
  </Field>
);
