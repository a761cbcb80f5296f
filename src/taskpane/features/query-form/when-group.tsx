import { Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Period } from '../../../core/domain/catalog';
import { takes } from '../../../core/formula/signatures';
import { TimeRange } from '../../fields/inputs/time-range';
import type { FormPartProps } from '../../fields/pickers/use-field-options';
import { Bindable } from '../../fields/references/bindable';
import type { PeriodOffer } from '../../model/time/periods';
import { choosePeriod, choosePreset, chosenPreset, datesOf, type Preset, presets } from '../../model/time/presets';
import { Group, Pair } from '../../ui/group';
import { problemProps } from '../../ui/message-bar';

interface PeriodFieldProps {
  readonly value: Period;
  readonly offers: readonly PeriodOffer[];
  readonly onChange: (period: Period) => void;
  readonly problem?: string | undefined;
}

/** How finely the range is cut. */
const PeriodField = ({ value, offers, onChange, problem }: PeriodFieldProps): ReactNode => (
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

interface PresetFieldProps {
  /** Undefined for a range of the person's own. */
  readonly chosen: Preset | undefined;
  readonly problem?: string | undefined;
  readonly onChoose: (preset: Preset) => void;
  readonly onCustom: () => void;
}

/** Chooses a usual range, or one of the person's own. */
const PresetField = ({ chosen, problem, onChoose, onCustom }: PresetFieldProps): ReactNode => (
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
