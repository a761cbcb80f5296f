import { Button, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Failure, failureOf } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import { splitAddress } from '../../../core/formula/cell-address';
import { type ReportSkill, type Template } from '../../../core/reports/report';
import { templatesFor } from '../../../core/reports/templates';
import type { Reports } from '../../../office/workbook/report-sheet';
import { SkillPicker } from '../../fields/pickers/skill-picker';
import type { FieldOptions } from '../../fields/pickers/use-field-options';
import type { SkillEntry } from '../../model/skill-list';
import { IconButton } from '../../ui/icon-button';
import { MessageBar, MessageBarBody, MessageBarTitle, Notice } from '../../ui/message-bar';
import { PaneHeader } from '../../ui/pane-header';
import { Spinner } from '../../ui/spinner';
import { reportInput, reportSkill } from './report-input';

export interface ReportGalleryProps {
  readonly reports: Reports;
  readonly offers: Pick<FieldOptions, 'skills' | 'recent' | 'use'>;
  /** The skill of the form, by its ID. */
  readonly skillId: string;
  /** The time zone of the form; empty for UTC. */
  readonly timeZone: string;
  readonly now: Instant;
  /** What is under way, and what has failed: a report asks for many numbers. */
  readonly work: ReactNode;
  /** Goes back to the form. */
  readonly onClose: () => void;
}

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly id: string }
  | { readonly kind: 'done'; readonly sheet: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  head: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    alignItems: 'center',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} 0 ${tokens.spacingHorizontalXS}`,
  },
  body: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
    '& .fui-Field, & .fui-Field > *, & input': { minWidth: 0 },
  },
  list: { display: 'grid', gap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  card: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'center',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Of the button that opens the gallery, too. */
const heading = 'New report';

const noSkills: readonly SkillEntry[] = [];

interface CardProps {
  readonly template: Template;
  readonly isBusy: boolean;
  readonly onCreate: () => void;
}

const TemplateCard = ({ template: { title, about }, isBusy, onCreate }: CardProps): ReactNode => {
  const styles = useStyles();
  return (
    <li className={styles.card}>
      <div>
        <Text as="h2" size={300} weight="semibold" block className={styles.title}>
          {title}
        </Text>
        <Caption1 className={styles.quiet}>{about}</Caption1>
      </div>
      <Button size="small" aria-label={`Create ${title}`} disabledFocusable={isBusy} onClick={onCreate}>
        {isBusy ? <Spinner /> : 'Create'}
      </Button>
    </li>
  );
};

const Outcome = ({ state }: { readonly state: State }): ReactNode => {
  if (state.kind === 'failed') return <Notice failure={state.failure} />;
  if (state.kind !== 'done') return null;
  return (
    <MessageBar intent="success">
      <MessageBarBody>
        <MessageBarTitle>{`Created the sheet ${state.sheet}.`}</MessageBarTitle> Change its yellow cells, and the report
        follows.
      </MessageBarBody>
    </MessageBar>
  );
};

/** Ready-made reports for a skill, each on a new sheet. */
export const ReportGallery = (props: ReportGalleryProps): ReactNode => {
  const { reports, offers, skillId, timeZone, now, work, onClose } = props;
  const styles = useStyles();
  const root = useRef<HTMLElement>(null);
  const [written, setWritten] = useState(skillId);
  const [state, setState] = useState<State>({ kind: 'idle' });
  const { list } = offers.skills;
  const skills = list.kind === 'ready' ? list.items : noSkills;
  const entry = skills.find((one) => one.skillId === written.trim());
  const skill = entry === undefined ? undefined : reportSkill(entry);
  useEffect(() => {
    root.current?.querySelector<HTMLElement>('h1')?.focus();
    return () => document.querySelector<HTMLElement>(`button[aria-label="${heading}"]`)?.focus();
  }, []);
  const create = (template: Template, chosen: ReportSkill): void => {
    if (state.kind === 'busy') return;
    setState({ kind: 'busy', id: template.id });
    reports.add(template.make(reportInput(chosen, skills, timeZone === '' ? 'UTC' : timeZone, now))).then(
      (address) => setState({ kind: 'done', sheet: splitAddress(address)[0] }),
      (error: unknown) => setState({ kind: 'failed', failure: failureOf(error) }),
    );
  };
  return (
    <main ref={root} className={styles.root}>
      <div className={styles.head}>
        <IconButton icon={<ArrowLeftRegular />} label="Back to the form" onClick={onClose} />
        <PaneHeader heading={heading} topic="reports" />
      </div>
      {work}
      <div className={styles.body}>
        <div role="status">
          <Outcome state={state} />
        </div>
        <SkillPicker
          value={written}
          skill={entry}
          list={list}
          recent={offers.recent}
          onText={setWritten}
          onChoose={(chosen) => {
            offers.use(chosen.skillId);
            setWritten(chosen.skillId);
          }}
        />
        {skill === undefined ? (
          <Text className={styles.quiet}>Choose one of your skills to see the reports that fit it.</Text>
        ) : (
          <ul className={styles.list}>
            {templatesFor(skill.skillType).map((template) => (
              <TemplateCard
                key={template.id}
                template={template}
                isBusy={state.kind === 'busy' && state.id === template.id}
                onCreate={() => create(template, skill)}
              />
            ))}
          </ul>
        )}
        <Caption1 className={styles.quiet}>
          Each report is a new sheet of formulas, with its skill, dates, and time zone in cells, and prints on one page.
        </Caption1>
      </div>
    </main>
  );
};
