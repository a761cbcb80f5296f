import type { ReactNode } from 'react';
import { namesIn, offeredFor, tidyNames, toggleName } from '../../model/form';
import { ComboBox } from '../combo-box/combo-box';
import { ListStatus } from '../combo-box/list-status';
import { Bindable } from '../references/bindable';
import type { FieldOption, FormPartProps } from './use-field-options';

interface NamesPickerProps {
  readonly label: string;
  /** Names with commas between; empty: all together. */
  readonly value: string;
  readonly offer: FieldOption<string>;
  readonly onChange: (value: string) => void;
  readonly problem?: string | undefined;
  /** What the names are, in the plural: locales, intents. */
  readonly what: string;
  /** What to say of those that are offered. */
  readonly about: string;
  /** What holds where nothing is chosen. Default: all. */
  readonly placeholder?: string;
  /** Whether several may be chosen. Default: true. */
  readonly multiple?: boolean;
  /** The end of the field at which the list is aligned. Default: start. */
  readonly side?: 'start' | 'end';
}

/** Chooses names among those offered; any others may be typed. */
export const NamesPicker = (props: NamesPickerProps): ReactNode => {
  const { label, value, offer, onChange, problem, what, about, placeholder = 'all', multiple = true, side } = props;
  const { list } = offer;
  const offered = list.kind === 'ready' ? list.items : [];
  return (
    <ComboBox
      label={label}
      multiple={multiple}
      side={side}
      text={value}
      placeholder={placeholder}
      chosen={namesIn(value)}
      search={(typed) => offeredFor(typed, offered).map((name) => ({ value: name, label: name }))}
      onText={onChange}
      onOpen={offer.want}
      onChoose={({ value: name }, typing) => onChange(multiple ? toggleName(value, name, typing) : name)}
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

/** Locales for a column each; of a list of intents the one whose intents they are. */
export const LocaleField = ({ form, offers, problemOf, onChange }: FormPartProps): ReactNode => {
  const isOne = form.call === 'ALEXAINTENTS';
  const label = isOne ? 'Locale' : 'Locales';
  return (
    <Bindable argument="locale" label={label} problem={problemOf('locale')}>
      <NamesPicker
        label={label}
        what="locales"
        placeholder={isOne ? 'en-US, or its first' : 'all'}
        multiple={!isOne}
        about={offers.locales.list.kind === 'idle' ? 'Choose a skill to see its locales.' : ''}
        value={form.locale}
        offer={offers.locales}
        problem={problemOf('locale')}
        onChange={(locale) => onChange({ locale })}
      />
    </Bindable>
  );
};
