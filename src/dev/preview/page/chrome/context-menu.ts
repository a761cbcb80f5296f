import { registries } from '@odoo/o-spreadsheet';
import type { Manifest, RibbonButton } from '../protocol/manifest';

/** Puts the add-in's buttons at the head of the cells' context menu, where Excel has them too. */
export function addToContextMenu({ contextMenu }: Manifest, press: (button: RibbonButton) => void): void {
  for (const [at, button] of contextMenu.entries())
    registries.cellMenuRegistry.replace(`add-in-${button.id}`, {
      name: button.label,
      description: button.tip,
      sequence: at - contextMenu.length,
      separator: at === contextMenu.length - 1,
      execute: () => press(button),
    });
}
