import type { Recalculation } from '../workbook/engine/recalculation';

/**
 * F9 calculates what is dirty and what Excel always calculates, and Ctrl+Alt+F9 every formula, wherever the focus is on the page
 * (https://learn.microsoft.com/office/client-developer/excel/excel-recalculation#user-triggered-recalculation).
 */
export function listenToCalculationKeys(page: HTMLElement, recalculation: Recalculation): void {
  page.addEventListener(
    'keydown',
    (event) => {
      const { key, ctrlKey, altKey, metaKey, target } = event;
      const isOfAll = ctrlKey && altKey;
      if (key !== 'F9' || metaKey || ctrlKey !== altKey) return;
      // While somebody types in a cell, Excel's F9 is another: it replaces the selected part of the text by its value.
      if (target instanceof Element && target.closest('.o-composer.active')) return;
      event.preventDefault();
      event.stopPropagation();
      recalculation.calculateByKey(isOfAll);
    },
    { capture: true },
  );
}
