import type { Manifest, RibbonButton, RibbonGroup } from '../protocol/manifest';
import { ribbonButton, ribbonGroup } from './ribbon-group';

/** Draws the groups of Excel's own that the preview has, and behind them those of the add-in. */
export function drawRibbon(
  ribbon: HTMLElement,
  own: readonly HTMLElement[],
  { groups }: Manifest,
  press: (button: RibbonButton) => void,
): void {
  ribbon.replaceChildren(...own, ...groups.map((group) => drawGroup(group, press)));
}

const drawGroup = ({ label, buttons }: RibbonGroup, press: (button: RibbonButton) => void): HTMLElement =>
  ribbonGroup(
    label,
    buttons.map((button) => drawButton(button, press)),
  );

function drawButton(button: RibbonButton, press: (button: RibbonButton) => void): HTMLButtonElement {
  const tip = button.tip ? `${button.tipTitle}\n${button.tip}` : button.tipTitle;
  const element = ribbonButton({ label: button.label, tip, icon: iconOf(button), run: () => press(button) });
  element.dataset['control'] = button.id;
  return element;
}

function iconOf({ icon }: RibbonButton): HTMLElement | undefined {
  if (icon === undefined) return undefined;
  const image = new Image(24, 24);
  image.src = icon;
  image.alt = '';
  return image;
}
