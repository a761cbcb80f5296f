import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Instant } from '../../core/instant';
import { ComboBox } from '../pickers/combo-box';
import { Note } from '../pickers/note';
import { offsetText, searchZones, zoneChoices } from './zones';

export interface ZonePickerProps {
  /** UTC or an IANA zone, as typed; empty: UTC. */
  readonly value: string;
  readonly now: Instant;
  readonly onChange: (zone: string) => void;
  readonly problem?: string | undefined;
}

const choices = zoneChoices(Intl.supportedValuesOf('timeZone'), new Intl.DateTimeFormat().resolvedOptions().timeZone);

const useStyles = makeStyles({
  zone: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  offset: { color: tokens.colorNeutralForeground3 },
});

const Zone = ({ name, offset }: { name: string; offset: string }): ReactNode => {
  const styles = useStyles();
  return (
    <span className={styles.zone}>
      {name}
      <Caption1 className={styles.offset}>{offset}</Caption1>
    </span>
  );
};

/** The zone on whose clocks dates are entered and times shown. */
export const ZonePicker = ({ value, now, onChange, problem }: ZonePickerProps): ReactNode => (
  <ComboBox
    label="Time zone"
    text={value}
    placeholder="UTC"
    hint="For the dates you enter, the days of the rows, and the times in the cells."
    chosen={[value.trim() === '' ? 'UTC' : value]}
    search={(typed) => searchZones(choices, typed)}
    onText={onChange}
    onChoose={(zone) => onChange(zone.value)}
    problem={problem}
    status={<Note>{`Type to search all ${choices.length} zones.`}</Note>}
    draw={(zone) => <Zone name={zone.label} offset={offsetText(zone.value, now)} />}
  />
);
