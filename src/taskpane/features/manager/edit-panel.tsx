import { Button, Caption1, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactElement, type ReactNode, type SyntheticEvent, useMemo, useState } from 'react';
import { SkillPicker } from '../../fields/pickers/skill-picker';
import type { FieldOptions } from '../../fields/pickers/use-field-options';
import { fieldLabels, stageChoices } from '../../model/labels';
import type { SkillEntry } from '../../model/skill-list';
import { Spinner } from '../../ui/spinner';
import type { FormulaItem } from './arrange';
import { describe, type DescriptionContext, findOwnSkill, readFormulaForms } from './describe';
import {
  changedFormula,
  type Common,
  commonOf,
  type EditChanges,
  type EditField,
  isEditable,
  isRequired,
} from './edit-fields';

export interface EditPanelProps {
  readonly items: readonly FormulaItem[];
  readonly surroundings: DescriptionContext;
  readonly offers: Pick<FieldOptions, 'skills' | 'recent' | 'use'>;
  readonly isBusy: boolean;
  readonly onApply: (changes: EditChanges) => void;
  readonly onClose: () => void;
}

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    flex: '0 0 auto',
    overflowY: 'auto',
    maxHeight: '65vh',
    // Fluent's controls ask for the width of twenty characters.
    '& .fui-Field, & .fui-Field > *, & input, & select': { minWidth: 0 },
    '& input, & select': { width: '100%' },
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  heading: { margin: 0, outlineStyle: 'none' },
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(120px, 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  buttons: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    position: 'sticky',
    bottom: `calc(-1 * ${tokens.spacingVerticalS})`,
    paddingBlock: tokens.spacingVerticalS,
    marginBottom: `calc(-1 * ${tokens.spacingVerticalS})`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

const hints: Readonly<Partial<Record<EditField, string>>> = {
  startTime: '2026-08-01, or last 28 days',
  endTime: 'The last day',
  locale: 'all',
};

/** What a field says before anything is entered. */
const placeholderFor = (common: Common, field: EditField): string => {
  if (common.kind === 'multiple') return 'Multiple';
  return common.kind === 'bound' ? `From ${common.text}` : (hints[field] ?? '');
};

const heldBy = (common: Common): string => (common.kind === 'same' ? common.text : '');

const plural = (count: number): string => (count === 1 ? '1 formula' : `${count.toLocaleString('en')} formulas`);

/** What the first of the formulas asks after the change. */
const exampleOf = (
  items: readonly FormulaItem[],
  changes: EditChanges,
  surroundings: DescriptionContext,
): string | undefined => {
  const first = items.find(isEditable);
  if (first?.listed.at.kind !== 'cell' || Object.keys(changes).length === 0) return undefined;
  const { sheet } = first.listed.at;
  const formula = changedFormula(first.listed.formula, sheet, changes);
  return `${first.place}: ${describe(readFormulaForms(formula, sheet), sheet, surroundings).words}`;
};

/** Changes fields of several formulas at once. Only what people change is written. */
export const EditPanel = ({ items, surroundings, offers, isBusy, onApply, onClose }: EditPanelProps): ReactNode => {
  const styles = useStyles();
  const [changes, setChanges] = useState<EditChanges>({});
  const { skills } = surroundings;
  const editable = useMemo(() => items.filter(isEditable), [items]);
  const commons = useMemo(
    () =>
      new Map(
        (['skillId', 'startTime', 'endTime', 'stage', 'locale'] as const).map((field) => [
          field,
          commonOf(editable, field, skills),
        ]),
      ),
    [editable, skills],
  );
  const example = useMemo(() => exampleOf(items, changes, surroundings), [items, changes, surroundings]);
  const change = (field: EditField, text: string | undefined): void => {
    const others: EditChanges = Object.fromEntries(Object.entries(changes).filter(([name]) => name !== field));
    const isNothing = text === undefined || (isRequired(field) && text.trim() === '');
    setChanges(isNothing ? others : { ...others, [field]: text });
  };
  const apply = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isBusy && Object.keys(changes).length > 0) onApply(changes);
  };
  const commonIn = (field: EditField): Common => commons.get(field) ?? { kind: 'none' };
  const isShown = (field: EditField): boolean => commonIn(field).kind !== 'none';
  const keep = (field: EditField): ReactElement => (
    <Button
      appearance="transparent"
      size="small"
      aria-label={`Keep ${fieldLabels[field]} as it is`}
      title="Keep as it is"
      icon={<DismissRegular />}
      onClick={() => change(field, undefined)}
    />
  );
  const input = (field: EditField): ReactNode => (
    <Field label={fieldLabels[field]}>
      <Input
        value={changes[field] ?? heldBy(commonIn(field))}
        placeholder={changes[field] === undefined ? placeholderFor(commonIn(field), field) : (hints[field] ?? '')}
        autoComplete="off"
        spellCheck={false}
        {...(changes[field] === undefined ? {} : { contentAfter: keep(field) })}
        onChange={(_, data) => change(field, data.value)}
      />
    </Field>
  );
  const written = changes.skillId ?? heldBy(commonIn('skillId'));
  const choose = (skill: SkillEntry): void => {
    offers.use(skill.skillId);
    change('skillId', skill.skillId);
  };
  const stage = changes.stage ?? heldBy(commonIn('stage'));
  const others = items.length - editable.length;
  return (
    <form className={styles.root} onSubmit={apply} noValidate aria-label="Edit formulas">
      <Text as="h2" size={300} weight="semibold" className={styles.heading}>
        Edit {plural(editable.length)}
      </Text>
      {others === 0 ? null : (
        <Caption1 className={styles.quiet}>
          {plural(others)} can’t be edited here, because the call is in a defined name or only Excel can read it.
        </Caption1>
      )}
      {isShown('skillId') ? (
        <SkillPicker
          value={written}
          skill={findOwnSkill(written, skills)}
          list={offers.skills.list}
          recent={offers.recent}
          required={false}
          placeholder={placeholderFor(commonIn('skillId'), 'skillId')}
          onText={(text) => change('skillId', text)}
          onChoose={choose}
        />
      ) : null}
      <div className={styles.pair}>
        {isShown('startTime') ? input('startTime') : null}
        {isShown('endTime') ? input('endTime') : null}
        {isShown('stage') ? (
          <Field label={fieldLabels.stage}>
            <Select value={stage} onChange={(_, data) => change('stage', data.value === '' ? undefined : data.value)}>
              {commonIn('stage').kind === 'same' ? null : (
                <option value="">{placeholderFor(commonIn('stage'), 'stage')}</option>
              )}
              {stageChoices.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          </Field>
        ) : null}
        {isShown('locale') ? input('locale') : null}
      </div>
      {example === undefined ? null : <Caption1 className={styles.quiet}>{example}</Caption1>}
      <div className={styles.buttons}>
        <Button
          type="submit"
          appearance="primary"
          disabledFocusable={isBusy || Object.keys(changes).length === 0}
          {...(isBusy ? { icon: <Spinner /> } : {})}
        >
          {isBusy ? 'Updating…' : `Update ${plural(editable.length)}`}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
};
