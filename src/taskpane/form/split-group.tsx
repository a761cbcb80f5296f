import type { ReactNode } from 'react';
import { NamesPicker } from '../pickers/names-picker';
import { Bindable } from '../reference/bindable';
import type { FormPartProps } from './form-part';
import { Group } from './group';
import { Pair } from './pair';

const LocaleField = ({ form, offers, problemOf, onChange, label }: FormPartProps & { label: string }): ReactNode => (
  <Bindable argument="locale" label={label} problem={problemOf('locale')}>
    <NamesPicker
      label={label}
      what="locales"
      placeholder={form.call === 'ALEXAINTENTS' ? 'usual' : 'all'}
      multiple={form.call !== 'ALEXAINTENTS'}
      about={offers.locales.list.kind === 'idle' ? 'Choose a skill to see its locales.' : ''}
      value={form.locale}
      offer={offers.locales}
      problem={problemOf('locale')}
      onChange={(locale) => onChange({ locale })}
    />
  </Bindable>
);

const IntentField = ({ form, offers, problemOf, onChange }: FormPartProps): ReactNode => {
  const { intentLocale } = offers;
  return (
    <Bindable argument="intent" label="Intents" problem={problemOf('intent')}>
      <NamesPicker
        label="Intents"
        what="intents"
        side="end"
        about={
          intentLocale === undefined ? 'Choose a skill to see its intents.' : `Intents of its ${intentLocale} model.`
        }
        value={form.intent}
        offer={offers.intents}
        problem={problemOf('intent')}
        onChange={(intent) => onChange({ intent })}
      />
    </Bindable>
  );
};

/** Of which parts there is a value each. */
export const SplitGroup = (props: FormPartProps): ReactNode => {
  const { form } = props;
  if (form.call === 'ALEXAINTENTS')
    return (
      <Group name="Of" topic="ALEXAINTENTS">
        <LocaleField {...props} label="Locale" />
      </Group>
    );
  // Only custom skills have intents.
  const hasIntents = form.skillType === 'custom' || form.bound.intent !== undefined;
  return (
    <Group name="Split by" topic="split">
      <Pair>
        <LocaleField {...props} label="Locales" />
        {hasIntents ? <IntentField {...props} /> : null}
      </Pair>
    </Group>
  );
};
