import type { ReactNode } from 'react';
import { Bindable } from '../references/bindable';
import type { FormPartProps } from './form-part';
import { NamesPicker } from './names-picker';

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
