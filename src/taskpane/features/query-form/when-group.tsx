import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { takes } from '../../../core/formula/signatures';
import { PeriodField } from '../../fields/inputs/period-field';
import { PresetField } from '../../fields/inputs/preset-field';
import { TimeRange } from '../../fields/inputs/time-range';
import type { FormPartProps } from '../../fields/pickers/form-part';
import { Bindable } from '../../fields/references/bindable';
import { choosePeriod, choosePreset, chosenPreset, datesOf } from '../../model/time/presets';
import { Group } from '../../ui/group';
import { Pair } from '../../ui/pair';

const useStyles = makeStyles({
  // The browser's own box, in the pane's colours: Fluent's is 4 KB more for this one.
  check: {
    display: 'inline-flex',
    alignItems: 'center',
    alignSelf: 'start',
    columnGap: tokens.spacingHorizontalS,
    minHeight: '24px',
  },
  box: { width: '16px', height: '16px', margin: 0, accentColor: tokens.colorCompoundBrandBackground },
});

/** Which days, and how finely they are cut. */
export const WhenGroup = ({ form, now, periods, problemOf, onChange }: FormPartProps): ReactNode => {
  const styles = useStyles();
  const chosen = chosenPreset(form);
  const [startProblem, endProblem] = [problemOf('startTime'), problemOf('endTime')];
  return (
    <Group name="When" topic="when">
      <Pair>
        <PresetField
          chosen={chosen?.preset}
          problem={chosen && (startProblem ?? endProblem)}
          onChoose={(preset) => onChange(choosePreset(form, preset, chosen?.includesToday ?? false))}
          onCustom={() => onChange(datesOf(form, form.tz, now))}
        />
        {takes(form.call, 'period') ? (
          <Bindable argument="period" label="Period" problem={problemOf('period')}>
            <PeriodField
              value={form.period}
              offers={periods}
              problem={problemOf('period')}
              onChange={(period) => onChange(choosePeriod(form, period))}
            />
          </Bindable>
        ) : null}
      </Pair>
      {chosen === undefined ? (
        <TimeRange form={form} startProblem={startProblem} endProblem={endProblem} onChange={onChange} />
      ) : null}
      {chosen?.preset.withToday === undefined ? null : (
        <label className={styles.check}>
          <input
            type="checkbox"
            className={styles.box}
            checked={chosen.includesToday}
            onChange={({ target }) => onChange(choosePreset(form, chosen.preset, target.checked))}
          />
          Include today
        </label>
      )}
    </Group>
  );
};
