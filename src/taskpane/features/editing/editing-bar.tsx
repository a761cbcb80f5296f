import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { LiveRegion } from '../../ui/live-region';
import type { FormAction, FormState } from './form-state';

export interface EditingBarProps {
  readonly formState: FormState;
  readonly onStep: (step: FormAction) => void;
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
  words: { flex: '1 1 120px', minWidth: 0, overflowWrap: 'anywhere' },
  line: { flexBasis: '100%' },
});

const Waiting = ({ formState, onStep }: EditingBarProps): ReactNode => {
  const styles = useStyles();
  return (
    <div className={styles.bar}>
      <span className={mergeClasses(styles.words, styles.line)}>
        <strong>{formState.waiting?.address}</strong> holds a formula, too. Editing it discards your changes here.
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

/** What became of a cell that was selected, where it is not simply the one that the form stands for. Read out as it changes. */
export const EditingBar = (props: EditingBarProps): ReactNode => {
  const { edited, waiting, nested } = props.formState;
  const styles = useStyles();
  return (
    <>
      <LiveRegion>{edited === undefined ? '' : `Editing ${edited.address}`}</LiveRegion>
      <div className={styles.root} role="status">
        {waiting === undefined ? null : <Waiting {...props} />}
        {nested === undefined ? null : (
          <div className={styles.bar}>
            <span className={styles.words}>
              <strong>{nested}</strong> calls the add-in inside another formula. Edit it in the cell itself.
            </span>
          </div>
        )}
      </div>
    </>
  );
};
