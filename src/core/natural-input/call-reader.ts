/** Goes through the arguments of a call, and gathers what they mean and what is wrong with them. */
import { listOf, namesOf, shown, type Scalar } from '../formula/cell-input';
import type { Problem } from '../domain/failure';
import type { FormulaArguments } from '../formula/parse-formula';
import type { Meant } from './match';

/** Arguments of any of the functions, by name; one that a function does not have is not there. */
export type CallArguments = Partial<FormulaArguments>;
export type NaturalArgument = keyof FormulaArguments;

export class CallReader {
  readonly problems: Problem[] = [];
  #meant: CallArguments = {};

  constructor(private readonly args: CallArguments) {}

  /** What the arguments mean that are not as the strict grammar has them. */
  get meant(): CallArguments {
    return this.#meant;
  }

  has(name: NaturalArgument): boolean {
    return name in this.args;
  }

  isWrong(name: NaturalArgument): boolean {
    return this.problems.some(({ argument }) => argument === name);
  }

  put(name: NaturalArgument, value: unknown): void {
    this.#meant = { ...this.#meant, [name]: value };
  }

  wrong(
    argument: NaturalArgument | 'options through',
    message: string,
    value: unknown = this.#written(argument),
  ): void {
    this.problems.push({ argument, value: shown(value), accepted: message, message });
  }

  /** An argument that the function has and that somebody left out. */
  missing(argument: NaturalArgument, message: string): void {
    this.problems.push({ argument, value: '', accepted: message, message: `${argument} is missing. ${message}` });
  }

  /** The one value of an argument; undefined where it is blank, or not one. */
  one(name: NaturalArgument): Scalar | undefined {
    const all = listOf(this.args[name]);
    const list = all.length > 1 ? namesOf(this.args[name]) : all;
    if (list.length > 1) this.wrong(name, `${name} takes one value, and these are ${list.length}: ${shown(list)}.`);
    return list.length === 1 ? list[0] : undefined;
  }

  /** An argument of one value as it is meant; undefined where it is blank or wrong. 0 is what an empty cell may arrive as. */
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
    return argument === 'options through' ? this.args.options : this.args[argument];
  }
}
