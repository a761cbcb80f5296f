/** What faults that pass have to remember. */
export class Memory {
  readonly #counts = new Map<string, number>();
  readonly #firsts = new Map<string, string>();

  /** How often the name has come up, this time included. */
  times(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count;
  }

  /** The first value that came under the name. */
  first(name: string, value: string): string {
    const known = this.#firsts.get(name) ?? value;
    this.#firsts.set(name, known);
    return known;
  }
}
