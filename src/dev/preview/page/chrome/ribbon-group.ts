/** What a button of the ribbon shows and does. */
export interface RibbonAction {
  readonly label: string;
  readonly tip: string;
  readonly icon: Element | undefined;
  readonly run: () => void;
}

/** A group of buttons with its label below. */
export function ribbonGroup(name: string, buttons: readonly HTMLElement[]): HTMLElement {
  const box = document.createElement('div');
  box.className = 'ribbon-group';
  box.role = 'group';
  box.ariaLabel = name;
  const row = document.createElement('div');
  row.className = 'ribbon-buttons';
  row.append(...buttons);
  const label = document.createElement('div');
  label.className = 'ribbon-label';
  label.textContent = name;
  box.append(row, label);
  return box;
}

/** An icon with its label below. */
export function ribbonButton({ label, tip, icon, run }: RibbonAction): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'ribbon-button';
  element.title = tip;
  if (icon) element.append(icon);
  const text = document.createElement('span');
  text.textContent = label;
  element.append(text);
  element.addEventListener('click', run);
  return element;
}

/** An icon of lines. @param path what an SVG path of 24 × 24 draws. */
export function lineIcon(path: string): Element {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of [
    ['viewBox', '0 0 24 24'],
    ['width', '24'],
    ['height', '24'],
    ['aria-hidden', 'true'],
  ] as const)
    svg.setAttribute(name, value);
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
