import type { ReactNode } from 'react';
import { type MetricName, metricsFor, type SkillType } from '../../../core/domain/catalog';
import { metricDescription, metricLabel } from '../../model/labels';
import { ComboBox } from '../combo-box/combo-box';
import { TwoLines } from '../combo-box/list-status';
import type { Choice } from '../combo-box/use-combo-box';

export interface MetricPickerProps {
  /** In the order in which they were chosen, which is that of the columns. */
  readonly chosen: readonly MetricName[];
  readonly skillType: SkillType;
  readonly onChange: (chosen: readonly MetricName[]) => void;
  readonly problem?: string | undefined;
}

interface MetricChoice extends Choice {
  readonly value: MetricName;
}

const choiceOf = (name: MetricName): MetricChoice => ({ value: name, label: metricLabel(name) });

const search = (skillType: SkillType, typed: string): readonly MetricChoice[] => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return metricsFor(skillType)
    .map(choiceOf)
    .filter(({ value, label }) => words.every((word) => `${label} ${value}`.toLowerCase().includes(word)));
};

/** Chooses metrics among those that Amazon calculates for the skill type. */
export const MetricPicker = ({ chosen, skillType, onChange, problem }: MetricPickerProps): ReactNode => {
  const toggle = (name: MetricName): void =>
    onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <ComboBox
      label="Metrics"
      required
      multiple
      placeholder="Choose metrics"
      text={chosen.map(metricLabel).join(', ')}
      chosen={chosen}
      search={(typed) => search(skillType, typed)}
      onChoose={({ value }) => toggle(value)}
      problem={problem}
      draw={({ value, label }) => <TwoLines title={label}>{metricDescription(value)}</TwoLines>}
    />
  );
};
