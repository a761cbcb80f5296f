/** Reads the arguments of a call in natural words, and collects what they mean and what is wrong with them. */
import type { Problem } from '../domain/failure';
import { listOf, namesOf, type Scalar, shown } from '../formula/cell-input';
import type { FormulaArguments } from '../formula/parse-formula';
import type { Meant } from './match';

/** Arguments of any of the functions, by name. Arguments that a function doesn't have are absent. */
export type CallArguments = Partial<FormulaArguments>;
/** The name of an argument that is understood in natural words. */
export type NaturalArgument = keyof FormulaArguments;

/** The arguments of one call: what they mean in the strict grammar, and their problems. */
export class CallReader {
  readonly problems: Problem[] = [];
  #meant: CallArguments = {};
  readonly #args: CallArguments;

  constructor(args: CallArguments) {
    this.#args = args;
  }

  /** The arguments as the strict grammar writes them, as far as they have been read. */
  get meant(): CallArguments {
    return this.#meant;
  }

  /** Whether the function has an argument, given or not. */
  has(name: NaturalArgument): boolean {
    return name in this.#args;
  }

  /** Whether an argument has a problem. */
  isWrong(name: NaturalArgument): boolean {
    return this.problems.some(({ argument }) => argument === name);
  }

  /** Sets what an argument means. */
  put(name: NaturalArgument, value: unknown): void {
    this.#meant = { ...this.#meant, [name]: value };
  }

  /**
   * Adds a problem.
   *
   * @param value what was received; default: the argument as it was written
   */
  wrong(
    argument: NaturalArgument | 'options through',
    message: string,
    value: unknown = this.#written(argument),
  ): void {
    this.problems.push({ argument, value: shown(value), accepted: message, message });
  }

  /** Adds the problem of an argument that was left out. */
  missing(argument: NaturalArgument, message: string): void {
    this.problems.push({ argument, value: '', accepted: message, message: `${argument} is missing. ${message}` });
  }

  /** The single value of an argument, or `undefined` if it is blank or has several values, which is a problem. */
  one(name: NaturalArgument): Scalar | undefined {
    const all = listOf(this.#args[name]);
    const list = all.length > 1 ? namesOf(this.#args[name]) : all;
    if (list.length > 1) this.wrong(name, `${name} takes one value, and these are ${list.length}: ${shown(list)}.`);
    return list.length === 1 ? list[0] : undefined;
  }

  /**
   * Reads and sets an argument of one value. Returns `undefined` if it is blank or wrong. An empty cell can arrive as
   * 0, so 0 counts as blank.
   */
  read<T>(name: NaturalArgument, meant: (text: string) => Meant<T>): T | undefined {
    const value = this.has(name) ? this.one(name) : undefined;
    if (value === undefined || value === 0) return undefined;
    const found = meant(String(value));
    if ('wrong' in found) {
      this.wrong(name, found.wrong);
      return undefined;
    }
    this.put(name, found.value);
    return found.value;
  }

  #written(argument: NaturalArgument | 'options through'): unknown {
    return argument === 'options through' ? this.#args.options : this.#args[argument];
  }
}
