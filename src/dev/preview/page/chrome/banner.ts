/** What went wrong between the add-in and the preview, newest last; shown above the sheet. */
export class Problems {
  readonly all: string[] = [];
  readonly #banner: HTMLElement;
  readonly #text: HTMLElement;

  constructor(banner: HTMLElement) {
    this.#banner = banner;
    this.#text = banner.querySelector('[data-role=text]') ?? banner;
    banner.querySelector('button')?.addEventListener('click', () => {
      banner.hidden = true;
    });
  }

  /** Shows a problem and keeps it; one that is known already is not told again. */
  readonly report = (problem: string): void => {
    if (this.all.includes(problem)) return;
    this.all.push(problem);
    console.error(`Preview: ${problem}`);
    const others = this.all.length - 1;
    this.tell(others > 0 ? `${problem} (and ${others} before)` : problem);
  };

  /** Shows what a person has to know, which is no problem of the add-in's. */
  readonly tell = (text: string): void => {
    this.#text.textContent = text;
    this.#banner.hidden = false;
  };
}
