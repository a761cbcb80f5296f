/** Reads the arguments of a worksheet function one by one, and gathers what is wrong with them. */
import { isMetricName, metricNames, type MetricName } from '../domain/catalog';
import { listOf, namesOf, shown, type Scalar } from './cell-input';
import type { Problem } from '../domain/failure';
import { isSkillId } from '../query/validation';
import { acceptedTimes, readTime, type TimeContext, type TimeReading } from './time-input';

/** A text without case, spaces, dashes and underscores. */
export const squeezed = (text: string): string => text.replace(/[\s_-]+/g, '').toLowerCase();

/** The metric that a name means, whatever its case and spacing; undefined for anything else. */
export const metricNamed = (text: string): MetricName | undefined =>
  metricNames.find((name) => squeezed(name) === squeezed(text));

const prefix = 'amzn1.ask.skill.';

/** The text as a skill's ID would be written: with its prefix, whatever its case and even where it was left out. */
export const skillIdOf = (text: string): string =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
    ? prefix + text.toLowerCase()
    : text.replace(/^amzn1\.ask\.skill\./i, prefix);

/** Arguments by name, unchecked; an omitted one is null, undefined or blank. What is wrong goes to `problems`. */
export class ArgumentReader<Name extends string> {
  readonly problems: Problem[] = [];
  constructor(private readonly args: Readonly<Partial<Record<Name, unknown>>>) {}

  refuse(argument: Name, value: unknown, accepted: string): void {
    this.problems.push({ argument, value: shown(value), accepted });
  }

  refused(argument: Name): boolean {
    return this.problems.some((problem) => problem.argument === argument);
  }

  /** The one value of an argument; undefined where it is blank, or not one. */
  one(argument: Name, accepted: string): Scalar | undefined {
    const all = listOf(this.args[argument]);
    const list = all.length > 1 ? namesOf(this.args[argument]) : all;
    if (list.length > 1) this.refuse(argument, this.args[argument], `one value: ${accepted}`);
    return list.length === 1 ? list[0] : undefined;
  }

  /** An enumeration's value whatever its case and spacing; 0 is what an empty cell may arrive as. */
  choice<T extends string>(argument: Name, accepted: readonly [T, ...T[]], omitted: T): T {
    const value = this.one(argument, accepted.join(', '));
    if (value === undefined || value === 0) return omitted;
    const found = accepted.find((one) => squeezed(one) === squeezed(String(value)));
    if (found === undefined) this.refuse(argument, value, accepted.join(', '));
    return found ?? omitted;
  }

  skillId(argument: Name): string {
    const accepted = "the skill's ID, amzn1.ask.skill.…";
    const value = this.one(argument, accepted);
    const text = skillIdOf(String(value === 0 ? '' : (value ?? '')));
    if (!isSkillId(text) && !this.refused(argument)) this.refuse(argument, text, accepted);
    return text;
  }

  /** At least one metric, each once; `offered` are those that a message names. */
  metrics(argument: Name, offered: readonly MetricName[]): readonly MetricName[] {
    const list = [...new Set(namesOf(this.args[argument]).map(String))];
    if (list.length === 0) this.refuse(argument, '', offered.join(', '));
    const found = list.map((text) => metricNamed(text) ?? text);
    for (const name of found) if (!isMetricName(name)) this.refuse(argument, name, offered.join(', '));
    return [...new Set(found.filter(isMetricName))];
  }

  /** What the time of an argument means; undefined where it is blank, which is refused where it is required. */
  time(argument: Name, context: TimeContext, required: boolean): TimeReading | undefined {
    const value = this.one(argument, acceptedTimes);
    const blank = value === undefined || value === 0;
    if (blank && required && !this.refused(argument)) this.refuse(argument, '', acceptedTimes);
    if (blank) return undefined;
    const reading = readTime(value, context);
    if (reading === undefined) this.refuse(argument, value, acceptedTimes);
    return reading;
  }

  /** Any number of names, each once. */
  names(argument: Name, read: (text: string) => string | undefined, accepted: string): string[] {
    const found = namesOf(this.args[argument]).map((value) => {
      const name = read(String(value));
      if (name === undefined) this.refuse(argument, value, accepted);
      return name;
    });
    return [...new Set(found.filter((name) => name !== undefined))];
  }
}
