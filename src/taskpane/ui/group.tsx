import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';
import { HelpLink, type HelpTopic } from './help-link';

interface GroupProps {
  readonly name: string;
  readonly topic: HelpTopic;
  readonly children: ReactNode;
}

const useStyles = makeStyles({
  group: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    paddingBottom: tokens.spacingVerticalS,
    '& + &': { borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}` },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    marginTop: tokens.spacingVerticalXXS,
    // The first label keeps its own distance.
    marginBottom: `calc(-1 * ${tokens.spacingVerticalSNudge})`,
    marginInlineEnd: `calc(-1 * ${tokens.spacingHorizontalXXS})`,
  },
  name: { margin: 0, color: tokens.colorNeutralForeground2 },
});

/** Fields that belong together, under a heading with its own help. */
export const Group = ({ name, topic, children }: GroupProps): ReactNode => {
  const styles = useStyles();
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={styles.group}>
      <div className={styles.head}>
        <Text as="h2" id={id} size={200} weight="semibold" className={styles.name}>
          {name}
        </Text>
        <HelpLink topic={topic} quiet />
      </div>
      {children}
    </div>
  );
};

const usePairStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(120px, 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
});

/** Two short fields side by side, or one below the other where the pane is narrow or enlarged. */
export const Pair = ({ children }: { children: ReactNode }): ReactNode => (
  <div className={usePairStyles().pair}>{children}</div>
);
