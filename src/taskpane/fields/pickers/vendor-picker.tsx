import type { ReactNode } from 'react';
import type { List } from '../../hooks/use-list';
import type { SkillEntry } from '../../model/skill-list';
import { ComboBox } from '../combo-box/combo-box';
import { ListStatus } from '../combo-box/list-status';

export interface VendorPickerProps {
  /** A vendor's name or ID; empty: all. */
  readonly value: string;
  readonly list: List<SkillEntry>;
  readonly onChange: (vendor: string) => void;
  readonly problem?: string | undefined;
}

/** Chooses a vendor of the account, or all. */
export const VendorPicker = ({ value, list, onChange, problem }: VendorPickerProps): ReactNode => {
  const vendors = list.kind === 'ready' ? [...new Set(list.items.map(({ vendor }) => vendor))] : [];
  return (
    <ComboBox
      label="Vendor"
      text={value}
      placeholder="all"
      chosen={[value]}
      search={(typed) =>
        vendors
          .filter((name) => name.toLowerCase().includes(typed.trim().toLowerCase()))
          .map((name) => ({ value: name, label: name }))
      }
      onText={onChange}
      onChoose={(choice) => onChange(choice.value)}
      problem={problem}
      status={<ListStatus list={list} loading="Loading your vendors…" />}
    />
  );
};
