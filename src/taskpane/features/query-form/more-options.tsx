import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { optionKeys } from '../../../core/formula/options';
import { ChoiceField } from '../../fields/inputs/choice-field';
import { NumberField } from '../../fields/inputs/number-field';
import type { FormPartProps } from '../../fields/pickers/use-field-options';
import { ZonePicker } from '../../fields/pickers/zone-picker';
import { Bindable } from '../../fields/references/bindable';
import type { FieldName, Form } from '../../model/form';
import {
  compareChoices,
  dayChoices,
  edgeChoices,
  expectedChoices,
  fieldLabels,
  fillChoices,
  layoutChoices,
  nameChoices,
  orderChoices,
  tailChoices,
  weekChoices,
  zoneColumnChoices,
} from '../../model/labels';
import { Pair } from '../../ui/group';

const useStyles = makeStyles({
  root: { paddingTop: tokens.spacingVerticalXS },
  stack: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
});

type OptionName = (typeof optionKeys)[number] & FieldName;

/** How the answer is laid out, and what only few queries need. */
export const MoreOptions = ({ form, now, offers, problemOf, onChange }: FormPartProps): ReactNode => {
  /** What ties a control to its field. */
  const field = <Name extends OptionName>(name: Name) => ({
    value: form[name],
    problem: problemOf(name),
    onChange: (value: Form[Name]): void => onChange({ [name]: value }),
  });
  const styles = useStyles();
  const isTop = form.call === 'SKILLTOP';
  const hasRows = form.call === 'SKILLMETRICS';
  const compare = <ChoiceField label={fieldLabels.compare} choices={compareChoices} {...field('compare')} />;
  const names = (
    <ChoiceField
      label={hasRows || isTop ? fieldLabels.names : 'Metric names'}
      choices={nameChoices}
      {...field('names')}
    />
  );
  const pageSize = <NumberField label="Page size" placeholder="automatic" {...field('maxResults')} />;
  return (
    <div className={styles.root}>
      <Bindable argument="options" label="Options" problem={optionKeys.map(problemOf).find(Boolean)}>
        <div className={styles.stack}>
          <ZonePicker now={now} recent={offers.recentZones} onUse={offers.useZone} {...field('tz')} />
          {form.call === 'SKILLTOTAL' || isTop ? (
            <>
              <Pair>
                {compare}
                {pageSize}
              </Pair>
              {isTop ? <Pair>{names}</Pair> : null}
            </>
          ) : (
            <>
              <Pair>
                <ChoiceField label="Days" choices={dayChoices} {...field('days')} />
                <ChoiceField label="Weeks begin" choices={weekChoices} {...field('week')} />
              </Pair>
              <Pair>
                <ChoiceField label="Last rows" choices={tailChoices} {...field('tail')} />
                <ChoiceField label="First and last row" choices={edgeChoices} {...field('edges')} />
              </Pair>
              <Pair>
                {compare}
                <ChoiceField label={fieldLabels.expected} choices={expectedChoices} {...field('expected')} />
              </Pair>
              {hasRows ? (
                <>
                  <Pair>
                    <ChoiceField label="Order" choices={orderChoices} {...field('order')} />
                    <ChoiceField label="Gaps" choices={fillChoices} {...field('fill')} />
                  </Pair>
                  <Pair>
                    <ChoiceField label="Layout" choices={layoutChoices} {...field('layout')} />
                    <ChoiceField label="UTC offset column" choices={zoneColumnChoices} {...field('zone')} />
                  </Pair>
                </>
              ) : null}
              <Pair>
                {names}
                {hasRows ? <NumberField label="Row limit" placeholder="none" {...field('limit')} /> : pageSize}
              </Pair>
              {hasRows ? <Pair>{pageSize}</Pair> : null}
            </>
          )}
        </div>
      </Bindable>
    </div>
  );
};
