import type { ReactNode } from 'react';
import { namesIn, offeredFor, tidyNames, toggleName } from '../model/name-list';
import { ComboBox } from './combo-box';
import { ListStatus } from './list-status';
import type { Offer } from './use-offers';

export interface NamesPickerProps {
  readonly label: string;
  /** Names with commas between; empty: all together. */
  readonly value: string;
  readonly offer: Offer<string>;
  readonly onChange: (value: string) => void;
  readonly problem?: string | undefined;
  /** What the names are, in the plural: locales, intents. */
  readonly what: string;
  /** What to say of those that are offered. */
  readonly about: string;
}

/** Chooses several names among those offered; any others may be typed. */
export const NamesPicker = ({ label, value, offer, onChange, problem, what, about }: NamesPickerProps): ReactNode => {
  const { list } = offer;
  const offered = list.kind === 'ready' ? list.items : [];
  return (
    <ComboBox
      label={label}
      multiple
      text={value}
      placeholder="all"
      chosen={namesIn(value)}
      search={(typed) => offeredFor(typed, offered).map((name) => ({ value: name, label: name }))}
      onText={onChange}
      onOpen={offer.want}
      onChoose={({ value: name }, typing) => onChange(toggleName(value, name, typing))}
      onLeave={() => (value === tidyNames(value) ? undefined : onChange(tidyNames(value)))}
      problem={problem}
      status={
        <ListStatus list={list} loading={`Loading ${what}…`} onRetry={offer.retry}>
          {about}
        </ListStatus>
      }
    />
  );
};
