import { Field, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { type Preset, presets } from '../../model/time/presets';
import { problemProps } from '../../ui/problem-props';

export interface PresetFieldProps {
  /** Undefined for a range of the person's own. */
  readonly chosen: Preset | undefined;
  readonly problem?: string | undefined;
  readonly onChoose: (preset: Preset) => void;
  readonly onCustom: () => void;
}

/** Chooses a usual range, or one of the person's own. */
export const PresetField = ({ chosen, problem, onChoose, onCustom }: PresetFieldProps): ReactNode => (
  <Field label="Dates" {...problemProps(problem)}>
    <Select
      value={chosen?.name ?? ''}
      onChange={(_, data) => {
        const preset = presets.find(({ name }) => name === data.value);
        if (preset === undefined) onCustom();
        else onChoose(preset);
      }}
    >
      {presets.map(({ name, label }) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
      <option value="">Custom</option>
    </Select>
  </Field>
);
