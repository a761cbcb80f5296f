import { Caption1, Dropdown, Field, makeStyles, Option, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { metricsFor, type MetricName, type SkillType } from '../../core/catalogue';
import { metricLabel, metricMeaning } from '../model/wording';
import { problemProps } from './problem-props';

export interface MetricPickerProps {
  /** In the order in which they were chosen, which is that of the columns. */
  readonly chosen: readonly MetricName[];
  readonly skillType: SkillType;
  readonly onChange: (chosen: readonly MetricName[]) => void;
  readonly problem?: string | undefined;
}

const useStyles = makeStyles({
  dropdown: { minWidth: 0, width: '100%' },
  option: { display: 'grid', paddingBlock: tokens.spacingVerticalXXS },
  listbox: { zIndex: 2 },
  meaning: { color: tokens.colorNeutralForeground3 },
});

/** Chooses metrics among those that Amazon calculates for the skill type. */
export const MetricPicker = ({ chosen, skillType, onChange, problem }: MetricPickerProps): ReactNode => {
  const styles = useStyles();
  const offered = metricsFor(skillType);
  return (
    <Field label="Metrics" required {...problemProps(problem)}>
      <Dropdown
        className={styles.dropdown}
        multiselect
        // A popup at the page's end would lie outside of its landmarks.
        inlinePopup
        listbox={{ className: styles.listbox }}
        placeholder="Choose metrics"
        value={chosen.map(metricLabel).join(', ')}
        selectedOptions={[...chosen]}
        onOptionSelect={(_, { selectedOptions }) =>
          onChange(selectedOptions.flatMap((one) => offered.filter((name) => name === one)))
        }
      >
        {offered.map((name) => (
          <Option key={name} value={name} text={metricLabel(name)}>
            <span className={styles.option}>
              {metricLabel(name)}
              <Caption1 className={styles.meaning}>{metricMeaning(name)}</Caption1>
            </span>
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
};
