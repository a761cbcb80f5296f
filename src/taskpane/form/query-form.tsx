import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { changedMoreFields } from '../model/form-model';
import { chooseSkill } from '../model/skill-list';
import { skillTypeChoices, stageChoices, type Choices } from '../model/wording';
import { MetricPicker } from '../pickers/metric-picker';
import { NamesPicker } from '../pickers/names-picker';
import { SkillPicker } from '../pickers/skill-picker';
import { SkillsNotice } from '../pickers/skills-notice';
import { Bindable } from '../reference/bindable';
import { PeriodField } from '../time/period-field';
import { PresetField } from '../time/preset-field';
import { ChoiceField } from './choice-field';
import { Disclosure } from './disclosure';
import type { FormPartProps } from './form-part';
import { MoreOptions } from './more-options';
import { Pair } from './pair';
import { TimeRange } from './time-range';

export interface QueryFormProps extends FormPartProps {
  readonly moreOpen: boolean;
  readonly onMore: (open: boolean) => void;
}

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** Of a skill that is known only what it has, and what the form says already; of any other all. */
const having = <T extends string>(choices: Choices<T>, has: readonly T[] | undefined, value: T): Choices<T> =>
  has === undefined || has.length === 0 ? choices : choices.filter(([one]) => has.includes(one) || one === value);

const SkillPart = ({ form, offers, problemOf, onChange }: FormPartProps): ReactNode => (
  <>
    <div>
      <Bindable
        argument="skillId"
        label="Skill"
        required
        problem={problemOf('skillId')}
        meaning={offers.skill && `= ${offers.skill.name}`}
      >
        <SkillPicker
          value={form.skillId}
          skill={offers.skill}
          list={offers.skills.list}
          recent={offers.recent}
          problem={problemOf('skillId')}
          onText={(skillId) => onChange({ skillId })}
          onChoose={(skill) => {
            offers.use(skill.skillId);
            if (skill.skillId !== form.skillId) onChange(chooseSkill(form, skill));
          }}
        />
      </Bindable>
      <SkillsNotice list={offers.skills.list} onRetry={offers.skills.retry} />
    </div>
    <Pair>
      <Bindable argument="skillType" label="Skill type" problem={problemOf('skillType')}>
        <ChoiceField
          label="Skill type"
          value={form.skillType}
          choices={having(skillTypeChoices, offers.skill?.types, form.skillType)}
          problem={problemOf('skillType')}
          // Only custom skills have intents.
          onChange={(skillType) => onChange(skillType === 'custom' ? { skillType } : { skillType, intent: '' })}
        />
      </Bindable>{' '}
      <Bindable argument="stage" label="Stage" problem={problemOf('stage')}>
        <ChoiceField
          label="Stage"
          value={form.stage}
          choices={having(stageChoices, offers.skill?.stages, form.stage)}
          problem={problemOf('stage')}
          onChange={(stage) => onChange({ stage })}
        />
      </Bindable>{' '}
    </Pair>
  </>
);

const TimePart = ({ form, periods, problemOf, onChange }: FormPartProps): ReactNode => (
  <>
    <PresetField
      range={form}
      onChange={(range) => onChange({ ...range, bound: { ...form.bound, startTime: undefined, endTime: undefined } })}
    />
    <TimeRange
      startTime={form.startTime}
      endTime={form.endTime}
      startProblem={problemOf('startTime')}
      endProblem={problemOf('endTime')}
      onChange={onChange}
    />
    <Bindable argument="period" label="Period" problem={problemOf('period')}>
      <PeriodField
        value={form.period}
        offers={periods}
        problem={problemOf('period')}
        onChange={(period) => onChange({ period })}
      />
    </Bindable>{' '}
  </>
);

/** A field for everything that a question can say. */
export const QueryForm = (props: QueryFormProps): ReactNode => {
  const { form, offers, problemOf, onChange, moreOpen, onMore } = props;
  const changed = changedMoreFields(form);
  const { intentLocale } = offers;
  return (
    <div className={useStyles().stack}>
      <SkillPart {...props} />
      <Bindable argument="metric" label="Metrics" required problem={problemOf('metric')}>
        <MetricPicker
          chosen={form.metric}
          skillType={form.skillType}
          problem={problemOf('metric')}
          onChange={(metric) => onChange({ metric })}
        />
      </Bindable>{' '}
      <TimePart {...props} />
      <Bindable argument="locale" label="Locales" problem={problemOf('locale')}>
        <NamesPicker
          label="Locales"
          what="locales"
          about={offers.locales.list.kind === 'idle' ? 'Choose a skill to see its locales.' : ''}
          value={form.locale}
          offer={offers.locales}
          problem={problemOf('locale')}
          onChange={(locale) => onChange({ locale })}
        />
      </Bindable>{' '}
      {form.skillType === 'custom' || form.bound.intent !== undefined ? (
        <Bindable argument="intent" label="Intents" problem={problemOf('intent')}>
          <NamesPicker
            label="Intents"
            what="intents"
            about={
              intentLocale === undefined
                ? 'Choose a skill to see its intents.'
                : `Intents of its ${intentLocale} model.`
            }
            value={form.intent}
            offer={offers.intents}
            problem={problemOf('intent')}
            onChange={(intent) => onChange({ intent })}
          />
        </Bindable>
      ) : null}
      <Disclosure
        label={changed === 0 ? 'More options' : `More options (${changed} set)`}
        open={moreOpen}
        onToggle={onMore}
      >
        <MoreOptions {...props} />
      </Disclosure>
    </div>
  );
};
