import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { changedMoreFields } from '../model/form-model';
import { periodChoices, skillTypeChoices, stageChoices } from '../model/wording';
import { ChoiceField } from './choice-field';
import { Disclosure } from './disclosure';
import type { FormPartProps } from './form-part';
import { MetricPicker } from './metric-picker';
import { MoreOptions } from './more-options';
import { Pair } from './pair';
import { TextField } from './text-field';
import { TimeRange } from './time-range';

export interface QueryFormProps extends FormPartProps {
  readonly moreOpen: boolean;
  readonly onMore: (open: boolean) => void;
}

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** A field for everything that a question can say. */
export const QueryForm = ({ form, problemOf, onChange, moreOpen, onMore }: QueryFormProps): ReactNode => {
  const changed = changedMoreFields(form);
  return (
    <div className={useStyles().stack}>
      <TextField
        label="Skill ID"
        required
        value={form.skillId}
        placeholder="amzn1.ask.skill.…"
        problem={problemOf('skillId')}
        onChange={(skillId) => onChange({ skillId })}
      />
      <Pair>
        <ChoiceField
          label="Skill type"
          value={form.skillType}
          choices={skillTypeChoices}
          problem={problemOf('skillType')}
          onChange={(skillType) => onChange({ skillType })}
        />
        <ChoiceField
          label="Stage"
          value={form.stage}
          choices={stageChoices}
          problem={problemOf('stage')}
          onChange={(stage) => onChange({ stage })}
        />
      </Pair>
      <MetricPicker
        chosen={form.metric}
        skillType={form.skillType}
        problem={problemOf('metric')}
        onChange={(metric) => onChange({ metric })}
      />
      <TimeRange
        startTime={form.startTime}
        endTime={form.endTime}
        startProblem={problemOf('startTime')}
        endProblem={problemOf('endTime')}
        onChange={onChange}
      />
      <ChoiceField
        label="Period"
        value={form.period}
        choices={periodChoices}
        problem={problemOf('period')}
        onChange={(period) => onChange({ period })}
      />
      <Pair>
        <TextField
          label="Locale"
          value={form.locale}
          placeholder="all"
          problem={problemOf('locale')}
          onChange={(locale) => onChange({ locale })}
        />
        <TextField
          label="Intent"
          value={form.intent}
          placeholder="all"
          problem={problemOf('intent')}
          onChange={(intent) => onChange({ intent })}
        />
      </Pair>
      <Disclosure
        label={changed === 0 ? 'More options' : `More options (${changed} set)`}
        open={moreOpen}
        onToggle={onMore}
      >
        <MoreOptions form={form} problemOf={problemOf} onChange={onChange} />
      </Disclosure>
    </div>
  );
};
