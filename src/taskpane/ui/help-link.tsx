import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle';
import type { ReactNode } from 'react';

/** The anchors of the help page, each with what it is about. */
const topics = {
  start: 'Start',
  SKILLMETRICS: 'SKILLMETRICS',
  SKILLTOTAL: 'SKILLTOTAL',
  SKILLTOP: 'SKILLTOP',
  ALEXASKILLS: 'ALEXASKILLS',
  ALEXAINTENTS: 'ALEXAINTENTS',
  SKILLMETRICSINFO: 'SKILLMETRICSINFO',
  what: 'What',
  when: 'When',
  split: 'Split by',
  output: 'Output',
  formulas: 'Formulas in a workbook',
  reports: 'Reports',
  errors: 'When a cell shows an error',
} as const;

export type HelpTopic = keyof typeof topics;

export interface HelpLinkProps {
  readonly topic: HelpTopic;
  /** Beside a small heading. */
  readonly quiet?: boolean;
}

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3, minWidth: 'auto', padding: '2px' } });

/** Opens the help page where it is about something. */
export const HelpLink = ({ topic, quiet = false }: HelpLinkProps): ReactNode => {
  const styles = useStyles();
  return (
    <Button
      as="a"
      appearance="subtle"
      size="small"
      icon={<QuestionCircleRegular />}
      aria-label={`Help: ${topics[topic]}`}
      title="Help"
      href={`/assets/help.html#${topic}`}
      target="_blank"
      rel="noreferrer"
      {...(quiet ? { className: styles.quiet } : {})}
    />
  );
};
