import { type ReactNode, useEffect } from 'react';
import { usualCount } from '../../../core/tables/top-request';
import { BindableChoice } from '../../fields/inputs/choice-field';
import { NumberField } from '../../fields/inputs/number-field';
import type { FormPartProps } from '../../fields/pickers/use-field-options';
import { Bindable } from '../../fields/references/bindable';
import { fieldLabels, splitChoices } from '../../model/labels';
import { Group, Pair } from '../../ui/group';

/** What is compared, and how many rows of it are shown. */
export const TopGroup = ({ form, offers, problemOf, onChange }: FormPartProps): ReactNode => {
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
      </Pair>
    </Group>
  );
};
