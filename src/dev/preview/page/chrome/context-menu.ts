import { registries } from '@odoo/o-spreadsheet';
import type { Manifest, RibbonButton, RibbonControl } from '../protocol/manifest';

/** Puts the add-in's buttons at the head of the cells' context menu, where Excel has them too; those of a menu in a submenu. */
export function addToContextMenu({ contextMenu }: Manifest, press: (button: RibbonButton) => void): void {
  const entry = (control: RibbonControl) => ({
    name: control.label,
    ...('items' in control ? {} : { execute: () => press(control) }),
  });
  for (const [at, control] of contextMenu.entries()) {
    const id = `add-in-${control.id}`;
    registries.cellMenuRegistry.replace(id, {
      ...entry(control),
      sequence: at - contextMenu.length,
      separator: at === contextMenu.length - 1,
    });
    const items = 'items' in control ? control.items : [];
    for (const [place, item] of items.entries())
      registries.cellMenuRegistry.addChild(`add-in-${item.id}`, [id], { ...entry(item), sequence: place });
  }
}
