import type { ReactNode } from 'react';
import type { FormPartProps } from '../../fields/pickers/form-part';
import { LocaleField } from '../../fields/pickers/locale-field';
import { NamesPicker } from '../../fields/pickers/names-picker';
import { Bindable } from '../../fields/references/bindable';
import { Group } from '../../ui/group';
import { Pair } from '../../ui/pair';

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
  // Only custom skills have intents.
  const hasIntents = form.skillType === 'custom' || form.bound.intent !== undefined;
  return (
    <Group name="Split by" topic="split">
      <Pair>
        <LocaleField {...props} />
        {hasIntents ? <IntentField {...props} /> : null}
      </Pair>
    </Group>
  );
};
