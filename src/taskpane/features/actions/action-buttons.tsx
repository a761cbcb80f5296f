import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { FormulaAction } from '../../../office/actions/action-status';
import type { CellScope } from '../../../office/actions/scope/outcome';

export interface ActionButtonsProps {
  readonly onAct: (action: FormulaAction, scope: CellScope) => void;
}

const useStyles = makeStyles({
  part: { display: 'grid', gap: tokens.spacingVerticalS },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** What can be done with the formulas of the workbook. The ribbon has the same for the selection and the sheet. */
export const ActionButtons = ({ onAct }: ActionButtonsProps): ReactNode => {
  const styles = useStyles();
  const button = (label: string, action: FormulaAction): ReactNode => (
    <Button size="small" onClick={() => onAct(action, 'workbook')}>
      {label}
    </Button>
  );
  return (
    <div className={styles.part} role="group" aria-label="This workbook">
      <div className={styles.row}>
        {button('List sources', 'sources')}
        {button('Mark provisional rows', 'mark')}
        {button('Remove marks', 'unmark')}
        {button('Freeze all', 'freeze')}
        {button('Thaw all', 'thaw')}
      </div>
      <Caption1>
        These act on all formulas of this workbook. Sources go on a sheet of their own. Frozen values don't change until
        you thaw them.
      </Caption1>
    </div>
  );
};
