import { AddRegular } from '@fluentui/react-icons/svg/add';
import { DataTrendingRegular } from '@fluentui/react-icons/svg/data-trending';
import { TextBulletListSquareRegular } from '@fluentui/react-icons/svg/text-bullet-list-square';
import type { ReactNode } from 'react';
import { splitAddress } from '../../core/formula/cell-address';
import { AccountBar, type AccountBarProps } from '../features/account/account-bar';
import type { FormAction } from '../features/editing/form-state';
import type { Form } from '../model/form';
import { IconButton } from '../ui/icon-button';
import { PaneHeader } from '../ui/pane-header';

export interface FormHeaderProps extends Omit<AccountBarProps, 'row'> {
  readonly form: Form;
  /** The cell that is edited; undefined for a new formula. */
  readonly edited: string | undefined;
  readonly onStep: (step: FormAction) => void;
  /** Lists all formulas of the workbook. */
  readonly onList: () => void;
  /** Offers ready-made reports. */
  readonly onReport: () => void;
}

/** What the form stands for, help about it, and who is signed in. */
export const FormHeader = (props: FormHeaderProps): ReactNode => {
  const { form, edited, onStep, onList, onReport } = props;
  const another = <IconButton icon={<AddRegular />} label="New formula" onClick={() => onStep({ kind: 'renewed' })} />;
  return (
    <AccountBar
      {...props}
      row={(button) => (
        <PaneHeader
          heading={edited === undefined ? 'New formula' : `Edit ${splitAddress(edited)[1]}`}
          topic={form.call}
          actions={
            <>
              {edited === undefined ? null : another}
              <IconButton icon={<DataTrendingRegular />} label="New report" onClick={onReport} />
              <IconButton icon={<TextBulletListSquareRegular />} label="Formulas in this workbook" onClick={onList} />
            </>
          }
        >
          {button}
        </PaneHeader>
      )}
    />
  );
};
