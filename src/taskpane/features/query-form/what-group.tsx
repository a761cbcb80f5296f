import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { takes } from '../../../core/formula/signatures';
import { BindableChoice, ChoiceField } from '../../fields/inputs/choice-field';
import { MetricPicker } from '../../fields/pickers/metric-picker';
import { LocaleField } from '../../fields/pickers/names-picker';
import { SkillPicker, VendorPicker } from '../../fields/pickers/skill-picker';
import { SkillsNotice } from '../../fields/pickers/skills-notice';
import type { FormPartProps } from '../../fields/pickers/use-field-options';
import { Bindable } from '../../fields/references/bindable';
import { callChoices, type Choices, skillTypeChoices, stageChoices } from '../../model/labels';
import { chooseSkill } from '../../model/skill-list';
import { Group } from '../../ui/group';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'start' },
  skill: { flex: '1 1 150px', minWidth: 0 },
  stage: { flex: '0 1 122px', minWidth: 0 },
});

const SkillField = ({ form, offers, problemOf, onChange }: FormPartProps): ReactNode => (
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
);

/** Of a skill that is known only what it has, and what the form says already; of any other all. */
const having = <T extends string>(choices: Choices<T>, has: readonly T[] | undefined, value: T): Choices<T> =>
  has === undefined || has.length === 0 ? choices : choices.filter(([one]) => has.includes(one) || one === value);

/** The skill, with its stage and type where it leaves anything to choose. */
const SkillPart = (props: FormPartProps): ReactNode => {
  const { form, offers, problemOf, onChange } = props;
  const styles = useStyles();
  const { skillId, stage, skillType, bound, call } = form;
  const isNamed = skillId.trim() !== '' || bound.skillId !== undefined;
  const stages = having(stageChoices, offers.skill?.stages, stage);
  const types = having(skillTypeChoices, offers.skill?.types, skillType);
  const isShown = (name: 'stage' | 'skillType', count: number): boolean =>
    bound[name] !== undefined || problemOf(name) !== undefined || (isNamed && count > 1);
  return (
    <>
      <div>
        <div className={styles.row}>
          <div className={styles.skill} data-first-field>
            <SkillField {...props} />
          </div>
          {isShown('stage', stages.length) ? (
            <div className={styles.stage}>
              <BindableChoice
                argument="stage"
                form={form}
                choices={stages}
                problemOf={problemOf}
                onChange={(value) => onChange({ stage: value })}
              />
            </div>
          ) : null}
        </div>
        <SkillsNotice list={offers.skills.list} onRetry={offers.skills.retry} />
      </div>
      {takes(call, 'skillType') && isShown('skillType', types.length) ? (
        <BindableChoice
          argument="skillType"
          form={form}
          choices={types}
          problemOf={problemOf}
          // Only custom skills have intents.
          onChange={(value) => onChange(value === 'custom' ? { skillType: value } : { skillType: value, intent: '' })}
        />
      ) : null}
    </>
  );
};

const MetricField = ({ form, problemOf, onChange }: FormPartProps): ReactNode => (
  <Bindable argument="metric" label="Metrics" required problem={problemOf('metric')}>
    <MetricPicker
      chosen={form.metric}
      skillType={form.skillType}
      problem={problemOf('metric')}
      onChange={(metric) => onChange({ metric })}
    />
  </Bindable>
);

const VendorField = ({ form, offers, problemOf, onChange }: FormPartProps): ReactNode => (
  <div>
    <Bindable argument="vendor" label="Vendor" problem={problemOf('vendor')}>
      <VendorPicker
        value={form.vendor}
        list={offers.skills.list}
        problem={problemOf('vendor')}
        onChange={(vendor) => onChange({ vendor })}
      />
    </Bindable>
    <SkillsNotice list={offers.skills.list} onRetry={offers.skills.retry} />
  </div>
);

/** What is wanted, and of which skill. */
export const WhatGroup = (props: FormPartProps): ReactNode => {
  const { form, onChange } = props;
  return (
    <Group name="What" topic="what">
      <ChoiceField label="Get" value={form.call} choices={callChoices} onChange={(call) => onChange({ call })} />
      {form.call === 'ALEXASKILLS' ? (
        <VendorField {...props} />
      ) : (
        <>
          <SkillPart {...props} />
          {takes(form.call, 'metric') ? <MetricField {...props} /> : <LocaleField {...props} />}
        </>
      )}
    </Group>
  );
};
