import type { Opening } from '../protocol/activation';
import { frameName } from '../protocol/activation';

/** What Excel on the web allows an add-in's frame: no modal boxes, and pop-ups that are pages of their own. */
const sandbox =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads ' +
  'allow-storage-access-by-user-activation';

/** How long a page may take until the add-in answers, in milliseconds, before a hint is shown. */
const patience = 8_000;

/** The task pane. Closing it hides the page; the shared runtime goes on, as in Excel. */
export class TaskPane {
  readonly frame: HTMLIFrameElement;
  loadsWithDocument = false;
  readonly #pane: HTMLElement;
  readonly #hint: HTMLElement;
  readonly #onVisibility: (visible: boolean) => void;
  #patience = 0;

  constructor(pane: HTMLElement, onVisibility: (visible: boolean) => void) {
    this.#pane = pane;
    this.#hint = part(pane, 'hint');
    this.#onVisibility = onVisibility;
    this.frame = document.createElement('iframe');
    part(pane, 'close').addEventListener('click', () => this.hide());
  }

  get visible(): boolean {
    return !this.#pane.hidden;
  }

  /** Loads the add-in's page. */
  open(opening: Opening): void {
    const { displayName, iconUrl, taskPaneUrl } = opening.manifest;
    part(this.#pane, 'title').textContent = displayName;
    if (iconUrl) part(this.#pane, 'icon').setAttribute('src', iconUrl);
    this.frame.name = frameName(opening);
    this.frame.title = displayName;
    this.frame.setAttribute('sandbox', sandbox);
    this.frame.allow = 'clipboard-write';
    this.frame.src = taskPaneUrl;
    part(this.#pane, 'body').append(this.frame);
    this.#patience = window.setTimeout(() => this.#showHint(new URL(taskPaneUrl).origin), patience);
  }

  /** The add-in's page has spoken: it is there. */
  answered(): void {
    window.clearTimeout(this.#patience);
    this.#hint.hidden = true;
  }

  show(): void {
    this.#toggle(true);
  }

  hide(): void {
    this.#toggle(false);
  }

  #toggle(visible: boolean): void {
    if (this.visible === visible) return;
    this.#pane.hidden = !visible;
    window.dispatchEvent(new Event('resize'));
    this.#onVisibility(visible);
  }

  /** A browser shows its certificate warning only in a tab of its own, never in a frame. */
  #showHint(origin: string): void {
    const link = document.createElement('a');
    link.href = `${origin}/`;
    link.target = '_blank';
    link.textContent = `Open ${origin} once`;
    const text = document.createElement('p');
    text.append(
      'The add-in’s page has not answered. If its certificate is new to this browser, it has to be accepted in a tab of its own: ',
      link,
      ', then reload this page.',
    );
    this.#hint.replaceChildren(text);
    this.#hint.hidden = false;
  }
}

function part(pane: HTMLElement, role: string): HTMLElement {
  const element = pane.querySelector<HTMLElement>(`[data-role=${role}]`);
  if (!element) throw new Error(`The task pane's markup has no part "${role}".`);
  return element;
}
