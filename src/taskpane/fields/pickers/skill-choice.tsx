import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { AppsRegular } from '@fluentui/react-icons/svg/apps';
import { ChatRegular } from '@fluentui/react-icons/svg/chat';
import { HeadphonesRegular } from '@fluentui/react-icons/svg/headphones';
import { HomeRegular } from '@fluentui/react-icons/svg/home';
import { NewsRegular } from '@fluentui/react-icons/svg/news';
import type { ReactElement, ReactNode } from 'react';
import type { SkillType, Stage } from '../../../core/domain/catalog';
import { skillTypeLabels } from '../../model/labels';
import type { SkillEntry } from '../../model/skill-list';
import { TwoLines } from '../combo-box/list-status';

export interface SkillChoiceProps {
  readonly skill: SkillEntry;
  /** Whether skills of several vendors stand in the list. */
  readonly showVendor: boolean;
}

/** There the name needs all the room: a narrow pane enlarged to 200 %. */
const veryNarrow = '@media (max-width: 260px)';
const hidden = { display: 'none' };

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    [veryNarrow]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  icon: { display: 'grid', fontSize: '20px', color: tokens.colorNeutralForeground2, [veryNarrow]: hidden },
  stages: {
    display: 'grid',
    rowGap: '2px',
    justifyItems: 'stretch',
    textAlign: 'center',
    [veryNarrow]: hidden,
  },
  stage: {
    padding: '0 4px',
    border: `${tokens.strokeWidthThin} solid currentColor`,
    borderRadius: tokens.borderRadiusSmall,
    fontSize: tokens.fontSizeBase100,
    lineHeight: '12px',
    fontWeight: tokens.fontWeightSemibold,
  },
  live: { color: tokens.colorPaletteGreenForeground1, backgroundColor: tokens.colorPaletteGreenBackground1 },
  development: { color: tokens.colorNeutralForeground3 },
});

const icons: Record<SkillType, ReactElement> = {
  custom: <ChatRegular />,
  smartHome: <HomeRegular />,
  flashBriefing: <NewsRegular />,
  music: <HeadphonesRegular />,
};

const stageBadges: Record<Stage, string> = { live: 'Live', development: 'Dev' };

/** A skill in the list: its kind, name, vendor and stages. */
export const SkillChoice = ({ skill, showVendor }: SkillChoiceProps): ReactNode => {
  const styles = useStyles();
  const { types, otherType, stages, vendor, name } = skill;
  const [type] = types;
  const kind =
    type === undefined ? `${otherType}: Amazon has no metrics` : types.map((one) => skillTypeLabels[one]).join(', ');
  return (
    <span className={styles.row}>
      <span className={styles.icon} aria-hidden>
        {type === undefined ? <AppsRegular /> : icons[type]}
      </span>
      <TwoLines title={name} short>
        {kind}
        {showVendor ? (
          <>
            {' · '}
            <bdi>{vendor}</bdi>
          </>
        ) : null}
      </TwoLines>
      <span className={styles.stages}>
        {stages.map((stage) => (
          <span key={stage} className={mergeClasses(styles.stage, styles[stage])}>
            {stageBadges[stage]}
          </span>
        ))}
      </span>
    </span>
  );
};
