import { Button, Caption1, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import type { ReactNode } from 'react';
import { isChanged, type Desk, type DeskStep } from './desk';

export interface EditingBarProps {
  readonly desk: Desk;
  readonly onStep: (step: DeskStep) => void;
}

const useStyles = makeStyles({
  root: { padding: `0 ${tokens.spacingHorizontalL}`, ':empty': { display: 'none' } },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    margin: `${tokens.spacingVerticalXS} 0`,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
  },
  icon: { display: 'grid', fontSize: '16px', color: tokens.colorBrandForeground1 },
  words: { flex: '1 1 120px', minWidth: 0, overflowWrap: 'anywhere' },
  line: { flexBasis: '100%' },
  quiet: { display: 'block', color: tokens.colorNeutralForeground2 },
});

const Editing = ({ desk, onStep }: EditingBarProps): ReactNode => {
  const styles = useStyles();
  return (
    <div className={styles.bar}>
      <span className={styles.icon}>
        <EditRegular aria-hidden />
      </span>
      <span className={styles.words}>
        <Text>
          Editing <strong>{desk.edited?.address}</strong>
        </Text>
        {isChanged(desk) ? <Caption1 className={styles.quiet}>Changes are not in the cell yet.</Caption1> : null}
      </span>
      <Button size="small" appearance="subtle" onClick={() => onStep({ kind: 'renewed' })}>
        New formula
      </Button>
    </div>
  );
};

const Waiting = ({ desk, onStep }: EditingBarProps): ReactNode => {
  const styles = useStyles();
  return (
    <div className={styles.bar}>
      <span className={mergeClasses(styles.words, styles.line)}>
        <strong>{desk.waiting?.address}</strong> holds a formula, too. Editing it drops what you have changed here.
      </span>
      <Button size="small" onClick={() => onStep({ kind: 'switched' })}>
        Edit it
      </Button>
      <Button size="small" appearance="subtle" onClick={() => onStep({ kind: 'stayed' })}>
        Stay
      </Button>
    </div>
  );
};

/** Which cell the form stands for, and what became of the one that was selected. Read out as it changes. */
export const EditingBar = (props: EditingBarProps): ReactNode => {
  const { edited, waiting, nested } = props.desk;
  const styles = useStyles();
  return (
    <div className={styles.root} role="status">
      {edited === undefined ? null : <Editing {...props} />}
      {waiting === undefined ? null : <Waiting {...props} />}
      {nested === undefined ? null : (
        <div className={styles.bar}>
          <span className={styles.words}>
            <strong>{nested}</strong> uses SKILLMETRICS inside another formula. Edit it in the cell itself.
          </span>
        </div>
      )}
    </div>
  );
};
