import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { FieldName, Form } from '../model/form-model';
import { fillChoices, headerChoices, layoutChoices, orderChoices } from '../model/wording';
import { ChoiceField } from './choice-field';
import { Pair } from './pair';
import type { FormPartProps } from './form-part';
import { TextField } from './text-field';
import { Bindable } from '../reference/bindable';
import { ZonePicker } from '../time/zone-picker';

const useStyles = makeStyles({
  root: { paddingTop: tokens.spacingVerticalXS },
  stack: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
});

/** Fields that stand in the formula's options together. */
const optionNames = ['tz', 'order', 'fill', 'layout', 'maxResults', 'limit'] as const satisfies FieldName[];

/** How the answer is laid out, and what only few questions need. */
export const MoreOptions = ({ form, now, problemOf, onChange }: FormPartProps): ReactNode => {
  const set =
    <Field extends keyof Form>(field: Field) =>
    (value: Form[Field]): void =>
      onChange({ [field]: value });
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.stack, styles.root)}>
      <Bindable argument="headers" label="Header rows" problem={problemOf('headers')}>
        <ChoiceField
          label="Header rows"
          value={form.headers}
          choices={headerChoices}
          problem={problemOf('headers')}
          onChange={set('headers')}
        />
      </Bindable>
      <Bindable argument="options" label="Options" problem={optionNames.map(problemOf).find(Boolean)}>
        <div className={styles.stack}>
          <ZonePicker value={form.tz} now={now} problem={problemOf('tz')} onChange={set('tz')} />
          <Pair>
            <ChoiceField
              label="Order"
              value={form.order}
              choices={orderChoices}
              problem={problemOf('order')}
              onChange={set('order')}
            />
            <ChoiceField
              label="Gaps"
              value={form.fill}
              choices={fillChoices}
              problem={problemOf('fill')}
              onChange={set('fill')}
            />
          </Pair>
          <ChoiceField
            label="Layout"
            value={form.layout}
            choices={layoutChoices}
            problem={problemOf('layout')}
            onChange={set('layout')}
          />
          <Pair>
            <TextField
              label="Row limit"
              numeric
              value={form.limit}
              placeholder="none"
              problem={problemOf('limit')}
              onChange={set('limit')}
            />
            <TextField
              label="Page size"
              numeric
              value={form.maxResults}
              placeholder="automatic"
              problem={problemOf('maxResults')}
              onChange={set('maxResults')}
            />
          </Pair>
        </div>
      </Bindable>
    </div>
  );
};
