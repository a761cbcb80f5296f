import { type ReactNode, useEffect } from 'react';
import { usualCount } from '../../../core/tables/top-request';
import { BindableChoice } from '../../fields/inputs/choice-field';
import { NumberField } from '../../fields/inputs/number-field';
import { NamesPicker } from '../../fields/pickers/names-picker';
import type { FormPartProps } from '../../fields/pickers/use-field-options';
import { Bindable } from '../../fields/references/bindable';
import { fieldLabels, splitChoices } from '../../model/labels';
import { Group, Pair } from '../../ui/group';

/** Whose parts are compared: one locale's intents, one intent's locales. */
const FilterField = ({ form, offers, problemOf, onChange }: FormPartProps): ReactNode => {
  const field = form.by === 'intents' ? 'locale' : 'intent';
  // Only custom skills have intents.
  if (field === 'intent' && form.skillType !== 'custom') return null;
  const label = field === 'locale' ? 'Locale' : 'Intent';
  const { intentLocale } = offers;
  return (
    <NamesPicker
      label={label}
      what={`${field}s`}
      multiple={false}
      about={field === 'intent' && intentLocale !== undefined ? `Intents of its ${intentLocale} model.` : ''}
      value={form[field]}
      offer={field === 'locale' ? offers.locales : offers.intents}
      problem={problemOf(field)}
      onChange={(value) => onChange({ [field]: value })}
    />
  );
};

/** What is compared, and how many rows of it are shown. */
export const TopGroup = (props: FormPartProps): ReactNode => {
  const { form, offers, problemOf, onChange } = props;
  const { want } = form.by === 'intents' ? offers.intents : offers.locales;
  // The number of names tells what they cost.
  useEffect(want, [want]);
  const rows = { label: fieldLabels.n, problem: problemOf('n') };
  return (
    <Group name="Split by" topic="split">
      <Pair>
        <BindableChoice
          argument="by"
          form={form}
          choices={splitChoices}
          problemOf={problemOf}
          onChange={(by) => onChange({ by })}
        />
        <Bindable argument="n" {...rows}>
          <NumberField {...rows} value={form.n} placeholder={String(usualCount)} onChange={(n) => onChange({ n })} />
        </Bindable>
        <FilterField {...props} />
      </Pair>
    </Group>
  );
};
