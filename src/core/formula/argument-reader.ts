/** Reads the arguments of a worksheet function one by one, and collects what is wrong with them. */
import { type ColumnMetric, columnMetrics, isColumnMetric } from '../domain/derived';
import type { Problem } from '../domain/failure';
import { isSkillId } from '../query/validation';
import { listOf, namesOf, type Scalar, shown } from './cell-input';
import { acceptedTimes, readTime, type TimeContext, type TimeReading } from './time-input';

/** A text in lower case, without spaces, hyphens and underscores. */
export const squeezed = (text: string): string => text.replace(/[\s_-]+/g, '').toLowerCase();

/** The metric of a name in any case and spacing, or `undefined` for any other text. */
export const metricNamed = (text: string): ColumnMetric | undefined =>
  columnMetrics.find((name) => squeezed(name) === squeezed(text));

const prefix = 'amzn1.ask.skill.';

/**
 * The text as a skill ID would be written: with its prefix in lower case, or added if it was left out. Other texts are
 * returned as they are, so check the result with `isSkillId`.
 */
export const skillIdOf = (text: string): string =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
    ? prefix + text.toLowerCase()
    : text.replace(/^amzn1\.ask\.skill\./i, prefix);

/**
 * Reads unchecked arguments by name. Null, undefined and blanks count as omitted. Problems are added to `problems`, and
 * reading goes on, so that a message can list them all.
 */
export class ArgumentReader<Name extends string> {
  readonly problems: Problem[] = [];
  readonly #args: Readonly<Partial<Record<Name, unknown>>>;

  constructor(args: Readonly<Partial<Record<Name, unknown>>>) {
    this.#args = args;
  }

  /** Adds a problem. */
  refuse(argument: Name, value: unknown, accepted: string): void {
    this.problems.push({ argument, value: shown(value), accepted });
  }

  /** Whether an argument has a problem. */
  refused(argument: Name): boolean {
    return this.problems.some((problem) => problem.argument === argument);
  }

  /** The single value of an argument, or `undefined` if it is blank or has several values, which is a problem. */
  one(argument: Name, accepted: string): Scalar | undefined {
    const all = listOf(this.#args[argument]);
    const list = all.length > 1 ? namesOf(this.#args[argument]) : all;
    if (list.length > 1) this.refuse(argument, this.#args[argument], `one value: ${accepted}`);
    return list.length === 1 ? list[0] : undefined;
  }

  /**
   * The value of an enumeration, in any case and spacing. An empty cell can arrive as 0, so 0 counts as omitted.
   *
   * @param omitted the value if the argument is omitted or wrong
   */
  choice<T extends string>(argument: Name, accepted: readonly [T, ...T[]], omitted: T): T {
    const value = this.one(argument, accepted.join(', '));
    if (value === undefined || value === 0) return omitted;
    const found = accepted.find((one) => squeezed(one) === squeezed(String(value)));
    if (found === undefined) this.refuse(argument, value, accepted.join(', '));
    return found ?? omitted;
  }

  /** A skill ID in Amazon's spelling. If that is a problem, the text as it was read. */
  skillId(argument: Name): string {
    const accepted = "the skill's ID, amzn1.ask.skill.…";
    const value = this.one(argument, accepted);
    const text = skillIdOf(String(value === 0 ? '' : (value ?? '')));
    if (!isSkillId(text) && !this.refused(argument)) this.refuse(argument, text, accepted);
    return text;
  }

  /**
   * The metrics of an argument, without duplicates. It is a problem if there is none.
   *
   * @param offered the metrics that a message lists
   */
  metrics(argument: Name, offered: readonly ColumnMetric[]): readonly ColumnMetric[] {
    const list = [...new Set(namesOf(this.#args[argument]).map(String))];
    if (list.length === 0) this.refuse(argument, '', offered.join(', '));
    const found = list.map((text) => metricNamed(text) ?? text);
    for (const name of found) if (!isColumnMetric(name)) this.refuse(argument, name, offered.join(', '));
    return [...new Set(found.filter(isColumnMetric))];
  }

  /**
   * The time of an argument, or `undefined` if it is blank or can't be read. A blank is a problem if it is required.
   */
  time(argument: Name, context: TimeContext, required: boolean): TimeReading | undefined {
    const value = this.one(argument, acceptedTimes);
    const blank = value === undefined || value === 0;
    if (blank && required && !this.refused(argument)) this.refuse(argument, '', acceptedTimes);
    if (blank) return undefined;
    const reading = readTime(value, context);
    if (reading === undefined) this.refuse(argument, value, acceptedTimes);
    return reading;
  }

  /**
   * Any number of names, without duplicates.
   *
   * @param read the name in a text, or `undefined` if it isn't one
   */
  names(argument: Name, read: (text: string) => string | undefined, accepted: string): string[] {
    const found = namesOf(this.#args[argument]).map((value) => {
      const name = read(String(value));
      if (name === undefined) this.refuse(argument, value, accepted);
      return name;
    });
    return [...new Set(found.filter((name) => name !== undefined))];
  }
}
