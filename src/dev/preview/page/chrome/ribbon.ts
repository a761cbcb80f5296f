import type { Manifest, RibbonButton, RibbonControl, RibbonGroup, RibbonMenu } from '../protocol/manifest';
import { ribbonButton, ribbonGroup } from './ribbon-group';
import { menuButton } from './ribbon-menu';

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
  const element = ribbonButton({ ...faceOf(button), run: () => press(button) });
  element.dataset['control'] = button.id;
  return element;
}

const drawMenu = (menu: RibbonMenu, press: Press): HTMLElement =>
  menuButton(
    faceOf(menu),
    menu.items.map((item) => ({ label: item.label, tip: item.tip, run: () => press(item) })),
  );

const faceOf = (control: Omit<RibbonControl, 'action'>) => ({
  label: control.label,
  tip: control.tip ? `${control.tipTitle}\n${control.tip}` : control.tipTitle,
  icon: iconOf(control),
});

function iconOf({ icon }: Pick<RibbonControl, 'icon'>): HTMLElement | undefined {
  if (icon === undefined) return undefined;
  const image = new Image(24, 24);
  image.src = icon;
  image.alt = '';
  return image;
}
