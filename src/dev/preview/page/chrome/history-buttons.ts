import type { Model } from '@odoo/o-spreadsheet';
import type { EditHistory } from '../workbook/edit-history';
import { lineIcon, ribbonButton, ribbonGroup } from './ribbon-group';

const undoIcon = 'M5 9h9.5a5 5 0 0 1 0 10H8M5 9l4-4M5 9l4 4';
const redoIcon = 'M19 9H9.5a5 5 0 0 0 0 10H16M19 9l-4-4M19 9l-4 4';

/** Undo and redo, which can be pressed where there is something to undo or redo. */
export function historyButtons(model: Model, history: EditHistory): HTMLElement {
  const undo = ribbonButton({
    label: 'Undo',
    tip: 'Undo (Ctrl+Z)',
    icon: lineIcon(undoIcon),
    run: () => history.undo(),
  });
  const redo = ribbonButton({
    label: 'Redo',
    tip: 'Redo (Ctrl+Y)',
    icon: lineIcon(redoIcon),
    run: () => history.redo(),
  });
  // A press of the mouse leaves the focus in the sheet, where typing goes on.
  for (const button of [undo, redo]) button.addEventListener('mousedown', (event) => event.preventDefault());
  const show = (): void => {
    undo.disabled = !history.canUndo;
    redo.disabled = !history.canRedo;
  };
  model.on('update', historyButtons, show);
  show();
  return ribbonGroup('Undo', [undo, redo]);
}

/** Ctrl+Z and Ctrl+Y wherever the focus is on the page; the pane has its own. The engine's in the grid know no groups. */
export function listenToHistoryKeys(page: HTMLElement, history: EditHistory): void {
  page.addEventListener(
    'keydown',
    (event) => {
      const key = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : '';
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
      if (!isRedo && key !== 'z') return;
      const { target } = event;
      // While somebody types in a cell, the keys are the text's.
      if (target instanceof Element && target.closest('.o-composer.active')) return;
      event.preventDefault();
      event.stopPropagation();
      if (isRedo) history.redo();
      else history.undo();
    },
    { capture: true },
  );
}
