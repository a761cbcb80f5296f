/** Keeps programs running while their bundles change. */
import type { ChildProcess } from 'node:child_process';
import { type Program, startProgram, stopProgram } from './programs';

/** A development server has nothing to finish that is worth the wait, in milliseconds. */
const patienceMs = 200;

export class LivePrograms {
  readonly #programs: readonly Program[];
  readonly #children = new Map<string, ChildProcess>();

  constructor(programs: readonly Program[]) {
    this.#programs = programs;
  }

  /**
   * Restarts, one after another, the programs whose bundles are among the files, and those that have stopped.
   * @returns their names.
   * @throws {Error} where one does not start.
   */
  async update(written: readonly string[]): Promise<readonly string[]> {
    const stale = this.#programs.filter(({ name, file }) => written.includes(file) || !this.#children.has(name));
    // Those that are behind one that does not start are started by the next update.
    await Promise.all(stale.map(({ name }) => this.#stop(name)));
    for (const program of stale) {
      const child = await startProgram(program, (name) => this.#exited(name));
      this.#children.set(program.name, child);
    }
    return stale.map(({ name }) => name);
  }

  /** Sends a program a message, which it takes by `process.on('message')`. */
  tell(name: string, message: string): void {
    this.#children.get(name)?.send(message);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#programs.map(({ name }) => this.#stop(name)));
  }

  async #stop(name: string): Promise<void> {
    const child = this.#children.get(name);
    this.#children.delete(name);
    if (child !== undefined) await stopProgram(child, patienceMs);
  }

  #exited(name: string): void {
    if (this.#children.delete(name)) console.error(`The ${name} has stopped. It starts again at your next save.`);
  }
}
