import { Field, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { presetOf, presets, type TimeRange } from './presets';

export interface PresetFieldProps {
  readonly range: TimeRange;
  readonly onChange: (range: TimeRange) => void;
}

/** Fills in start and end of a usual range. */
export const PresetField = ({ range, onChange }: PresetFieldProps): ReactNode => (
  <Field label="Dates">
    <Select
      value={presetOf(range)?.name ?? ''}
      onChange={(_, data) => {
        const chosen = presets.find(({ name }) => name === data.value);
        if (chosen !== undefined) onChange(chosen.range);
      }}
    >
      {presets.map(({ name, label }) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
      <option value="">As entered below</option>
    </Select>
  </Field>
);
