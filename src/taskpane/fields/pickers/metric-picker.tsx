import type { ReactNode } from 'react';
import type { SkillType } from '../../../core/domain/catalog';
import { type ColumnMetric, columnMetricsFor } from '../../../core/domain/derived';
import { metricDescription, metricLabel } from '../../model/labels';
import { ComboBox } from '../combo-box/combo-box';
import { TwoLines } from '../combo-box/list-status';
import type { Choice } from '../combo-box/use-combo-box';

export interface MetricPickerProps {
  /** In the order in which they were chosen, which is that of the columns. */
  readonly chosen: readonly ColumnMetric[];
  readonly skillType: SkillType;
  readonly onChange: (chosen: readonly ColumnMetric[]) => void;
  readonly problem?: string | undefined;
}

interface MetricChoice extends Choice {
  readonly value: ColumnMetric;
}

const choiceOf = (name: ColumnMetric): MetricChoice => ({ value: name, label: metricLabel(name) });

const search = (skillType: SkillType, typed: string): readonly MetricChoice[] => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return columnMetricsFor(skillType)
    .map(choiceOf)
    .filter(({ value, label }) => words.every((word) => `${label} ${value}`.toLowerCase().includes(word)));
};

/** Chooses metrics among those that the skill type has: Amazon's, and ratios of them. */
export const MetricPicker = ({ chosen, skillType, onChange, problem }: MetricPickerProps): ReactNode => {
  const toggle = (name: ColumnMetric): void =>
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
