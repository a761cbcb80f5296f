import type { RibbonAction } from './ribbon-group';
import { ribbonButton } from './ribbon-group';

/** A ribbon button that opens a list of commands below itself. Esc, another click, and a choice close it. */
export function menuButton(face: Omit<RibbonAction, 'run'>, items: readonly Omit<RibbonAction, 'icon'>[]): HTMLElement {
  const box = document.createElement('div');
  box.className = 'ribbon-menu';
  const list = document.createElement('div');
  list.className = 'ribbon-menu-list';
  list.role = 'menu';
  list.popover = 'auto';
  list.ariaLabel = face.label;
  const button = ribbonButton({ ...face, run: () => undefined });
  button.ariaHasPopup = 'menu';
  button.popoverTargetElement = list;
  list.addEventListener('toggle', () => {
    const { left, bottom } = button.getBoundingClientRect();
    Object.assign(list.style, { left: `${left}px`, top: `${bottom}px` });
  });
  list.append(...items.map((item) => entry(item, list)));
  box.append(button, list);
  return box;
}

function entry({ label, tip, run }: Omit<RibbonAction, 'icon'>, list: HTMLElement): HTMLButtonElement {
  const item = document.createElement('button');
  item.type = 'button';
  item.role = 'menuitem';
  item.title = tip;
  item.textContent = label;
  item.addEventListener('click', () => {
    list.hidePopover();
    run();
  });
  return item;
}
