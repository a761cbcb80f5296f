import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { takes } from '../../core/calls';
import type { FormPartProps } from '../form/form-part';
import { Group } from '../form/group';
import { Pair } from '../form/pair';
import { TimeRange } from '../form/time-range';
import { Bindable } from '../reference/bindable';
import { datesOf } from './custom-range';
import { PeriodField } from './period-field';
import { PresetField } from './preset-field';
import { choosePeriod, choosePreset, chosenPreset } from './presets';

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
