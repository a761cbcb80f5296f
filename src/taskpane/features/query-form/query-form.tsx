import { makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { takes } from '../../../core/formula/signatures';
import { LocaleField, NamesPicker } from '../../fields/pickers/names-picker';
import type { FormPartProps } from '../../fields/pickers/use-field-options';
import { Bindable } from '../../fields/references/bindable';
import { Group, Pair } from '../../ui/group';
import { OutputGroup, type OutputProps } from './output-group';
import { TopGroup } from './top-group';
import { WhatGroup } from './what-group';
import { WhenGroup } from './when-group';

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
const SplitGroup = (props: FormPartProps): ReactNode => {
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

const useStyles = makeStyles({ stack: { display: 'flex', flexDirection: 'column' } });

/** A field for everything that the chosen function takes. */
export const QueryForm = (props: FormPartProps & OutputProps): ReactNode => {
  const { call } = props.form;
  return (
    <div className={useStyles().stack}>
      <WhatGroup {...props} />
      {takes(call, 'startTime') ? <WhenGroup {...props} /> : null}
      {takes(call, 'intent') ? <SplitGroup {...props} /> : null}
      {takes(call, 'by') ? <TopGroup {...props} /> : null}
      {takes(call, 'options') ? <OutputGroup {...props} /> : null}
    </div>
  );
};
