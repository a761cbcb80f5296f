import type { Manifest, RibbonButton, RibbonGroup } from '../manifest';

/** Draws the add-in's groups into the ribbon. */
export function drawRibbon(ribbon: HTMLElement, { groups }: Manifest, press: (button: RibbonButton) => void): void {
  ribbon.replaceChildren(...groups.map((group) => drawGroup(group, press)));
}

function drawGroup(group: RibbonGroup, press: (button: RibbonButton) => void): HTMLElement {
  const box = document.createElement('div');
  box.className = 'ribbon-group';
  box.role = 'group';
  box.ariaLabel = group.label;
  const buttons = document.createElement('div');
  buttons.className = 'ribbon-buttons';
  buttons.append(...group.buttons.map((button) => drawButton(button, press)));
  const label = document.createElement('div');
  label.className = 'ribbon-label';
  label.textContent = group.label;
  box.append(buttons, label);
  return box;
}

function drawButton(button: RibbonButton, press: (button: RibbonButton) => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'ribbon-button';
  element.title = button.tip ? `${button.tipTitle}\n${button.tip}` : button.tipTitle;
  element.dataset['control'] = button.id;
  if (button.icon) {
    const icon = new Image(24, 24);
    icon.src = button.icon;
    icon.alt = '';
    element.append(icon);
  }
  const label = document.createElement('span');
  label.textContent = button.label;
  element.append(label);
  element.addEventListener('click', () => press(button));
  return element;
}
