import type { Manifest, RibbonButton, RibbonGroup, RibbonMenu } from '../protocol/manifest';
import { ribbonButton, ribbonGroup } from './ribbon-group';

type Press = (button: RibbonButton) => void;

/** Draws the groups of Excel's own that the preview has, and behind them those of the add-in. */
export function drawRibbon(ribbon: HTMLElement, own: readonly HTMLElement[], { groups }: Manifest, press: Press): void {
  ribbon.replaceChildren(...own, ...groups.map((group) => drawGroup(group, press)));
}

const drawGroup = ({ label, controls }: RibbonGroup, press: Press): HTMLElement =>
  ribbonGroup(
    label,
    controls.map((control) => ('items' in control ? drawMenu(control, press) : drawButton(control, press))),
  );

function drawButton(button: RibbonButton, press: Press): HTMLButtonElement {
  return drawLook(button, () => press(button));
}

/** A button, and the list that it opens; a press elsewhere closes it. */
function drawMenu(menu: RibbonMenu, press: Press): HTMLElement {
  const box = document.createElement('div');
  box.className = 'ribbon-menu';
  const list = document.createElement('div');
  list.className = 'ribbon-menu-items';
  list.role = 'menu';
  list.ariaLabel = menu.label;
  list.hidden = true;
  const button = drawLook(menu, () => show(list.hidden !== false));
  button.ariaLabel = menu.label;
  button.ariaHasPopup = 'menu';
  const show = (open: boolean): void => {
    list.hidden = !open;
    // The ribbon would cut off what is larger than it.
    const { left, bottom } = button.getBoundingClientRect();
    Object.assign(list.style, { left: `${left}px`, top: `${bottom}px` });
    button.ariaExpanded = String(open);
  };
  show(false);
  list.append(
    ...menu.items.map((item) => {
      const element = document.createElement('button');
      element.type = 'button';
      element.role = 'menuitem';
      element.title = item.tip;
      element.textContent = item.label;
      element.addEventListener('click', () => {
        show(false);
        press(item);
      });
      return element;
    }),
  );
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && box.contains(target))) show(false);
  });
  box.append(button, list);
  return box;
}

function drawLook(control: Omit<RibbonButton, 'action'>, run: () => void): HTMLButtonElement {
  const tip = control.tip ? `${control.tipTitle}\n${control.tip}` : control.tipTitle;
  const element = ribbonButton({ label: control.label, tip, icon: iconOf(control), run });
  element.dataset['control'] = control.id;
  return element;
}

function iconOf({ icon }: Pick<RibbonButton, 'icon'>): HTMLElement | undefined {
  if (icon === undefined) return undefined;
  const image = new Image(24, 24);
  image.src = icon;
  image.alt = '';
  return image;
}
