import type { ReactNode } from 'react';
import type { Instant } from '../../core/instant';
import { ComboBox } from '../pickers/combo-box';
import { Note } from '../pickers/note';
import { TwoLines } from '../pickers/two-lines';
import { offsetText, searchZones, zoneChoices } from './zones';

export interface ZonePickerProps {
  /** UTC or an IANA zone, as typed; empty: UTC. */
  readonly value: string;
  readonly now: Instant;
  readonly onChange: (zone: string) => void;
  readonly problem?: string | undefined;
}

const choices = zoneChoices(Intl.supportedValuesOf('timeZone'), new Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The zone on whose clocks dates are entered and times shown. */
export const ZonePicker = ({ value, now, onChange, problem }: ZonePickerProps): ReactNode => (
  <ComboBox
    label="Time zone"
    text={value}
    placeholder="UTC"
    hint="For dates that you enter and times in the cells. Amazon counts days in UTC."
    chosen={[value.trim() === '' ? 'UTC' : value]}
    search={(typed) => searchZones(choices, typed)}
    onText={onChange}
    onChoose={(zone) => onChange(zone.value)}
    problem={problem}
    status={<Note>{`Type to search all ${choices.length} zones.`}</Note>}
    draw={({ value: zone, label }) => <TwoLines title={label}>{offsetText(zone, now)}</TwoLines>}
  />
);
