import { Field, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Instant } from '../../core/instant';
import { presetOf, presetsAt, type Preset, type TimeRange } from './presets';

export interface PresetFieldProps {
  readonly range: TimeRange;
  readonly now: Instant;
  /** Whose months and years these are. */
  readonly timeZone: string;
  readonly onChange: (range: TimeRange) => void;
}

const Options = ({ presets }: { presets: readonly Preset[] }): ReactNode =>
  presets.map(({ name, label }) => (
    <option key={name} value={name}>
      {label}
    </option>
  ));

/** Fills in start and end of a usual range. */
export const PresetField = ({ range, now, timeZone, onChange }: PresetFieldProps): ReactNode => {
  const presets = presetsAt(now, timeZone);
  return (
    <Field label="Dates">
      <Select
        value={presetOf(presets, range)?.name ?? ''}
        onChange={(_, data) => {
          const chosen = presets.find(({ name }) => name === data.value);
          if (chosen !== undefined) onChange(chosen.range);
        }}
      >
        <optgroup label="Move on with each refresh">
          <Options presets={presets.filter(({ moves }) => moves)} />
        </optgroup>
        <optgroup label="Keep their dates">
          <Options presets={presets.filter(({ moves }) => !moves)} />
        </optgroup>
        <option value="">As entered below</option>
      </Select>
    </Field>
  );
};
