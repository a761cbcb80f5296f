import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useMemo } from 'react';
import type { Instant } from '../../../core/domain/instant';
import { searchZones, zoneChoices, zoneNamed, zoneOffsetText } from '../../model/time/zones';
import { ComboBox } from '../combo-box/combo-box';
import { Note } from '../combo-box/list-status';

export interface ZonePickerProps {
  /** UTC or an IANA zone, as typed; empty: UTC. */
  readonly value: string;
  readonly now: Instant;
  /** Zones chosen last. */
  readonly recent: readonly string[];
  readonly onChange: (zone: string) => void;
  /** A zone was chosen from the list. */
  readonly onUse: (zone: string) => void;
  readonly problem?: string | undefined;
}

const all = Intl.supportedValuesOf('timeZone');
const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;

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
export const ZonePicker = ({ value, now, recent, onChange, onUse, problem }: ZonePickerProps): ReactNode => {
  const choices = useMemo(() => zoneChoices(all, own, recent), [recent]);
  const leave = (): void => {
    const named = zoneNamed(choices, value);
    if (named !== undefined && named !== value) onChange(named);
  };
  return (
    <ComboBox
      label="Time zone"
      text={value}
      placeholder="UTC"
      hint="For the dates you enter, the days of the rows, and the times in the cells."
      chosen={[value.trim() === '' ? 'UTC' : value]}
      search={(typed) => searchZones(choices, typed)}
      onText={onChange}
      onChoose={(zone) => {
        onUse(zone.value);
        onChange(zone.value === 'UTC' ? '' : zone.value);
      }}
      onLeave={leave}
      problem={problem}
      status={<Note>{`Type a city to search all ${choices.length} zones.`}</Note>}
      draw={(zone) => <Zone name={zone.label} offset={zoneOffsetText(zone.value, now)} />}
    />
  );
};
