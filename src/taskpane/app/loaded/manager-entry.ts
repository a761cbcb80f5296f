/** What loads when somebody first opens the list of formulas. */
import type { ComponentType } from 'react';
import type { StatusDeps } from '../../../office/workbook/formulas/formula-status';
import { createOfficeFormulas, type WorkbookFormulas } from '../../../office/workbook/formulas/workbook-formulas';
import { Manager, type ManagerProps } from '../../features/manager/manager';

/** The list, and what it reads and writes the formulas with. */
export interface LoadedManager {
  readonly Manager: ComponentType<ManagerProps>;
  readonly formulas: WorkbookFormulas;
}

/** Composes the list for the real Excel. */
export const composeManager = (sources: StatusDeps): LoadedManager => ({
  Manager,
  formulas: createOfficeFormulas(sources),
});
