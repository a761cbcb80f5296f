/** Explains what is wrong with options in sentences, and reads their dates. */
import type { Problem } from '../domain/failure';
import { allOptionKeys, pairsOf } from '../formula/options';
import type { TimeContext } from '../formula/time-input';
import { didYouMean, letters, type NameCandidate } from './match';
import { throughMeant } from './times';

const zones = (): readonly NameCandidate[] =>
  Intl.supportedValuesOf('timeZone').map((zone) => [zone.split('/').at(-1) ?? zone, zone] as const);

const zoneMessage = (value: string): string => {
  const all = zones();
  const city = all.find(([name]) => letters(name) === letters(value))?.[1];
  const otherwise = 'Enter UTC, or a time zone such as Europe/Berlin.';
  return `There is no time zone "${value}". ${city === undefined ? didYouMean(value, all, otherwise) : `Did you mean ${city}?`}`;
};

const unknown = (value: string): string => {
  const [name = '', ...rest] = value.split('=').map((part) => part.trim());
  if (rest.length === 0) return `options take "key=value; key=value", and "${value}" has no equal sign.`;
  const keys = allOptionKeys.map((key) => [key, key] as const);
  return `There is no option "${name}". ${didYouMean(name, keys, "The function's help lists all options.")}`;
};

/** The problem of an option with a message that says how to fix it. Other problems are returned as they are. */
export const explainOption = (problem: Problem): Problem => {
  const { argument, value, accepted, message } = problem;
  if (message !== undefined || !argument.startsWith('options')) return problem;
  const key = argument.slice('options '.length);
  if (key === '') return { ...problem, message: unknown(value) };
  if (key === 'tz') return { ...problem, message: zoneMessage(value) };
  if (accepted === 'each option once') return { ...problem, message: `options name ${key} twice. Enter it once.` };
  return { ...problem, message: `${key} can't be "${value}". Use ${accepted}.` };
};

/** Options with dates in the strict grammar, and what is wrong with those dates. */
export interface OptionsMeant {
  readonly value: unknown;
  readonly wrong: readonly string[];
}

/** Reads the dates in options, and leaves everything else as it is. */
export const optionsMeant = (value: unknown, context: TimeContext): OptionsMeant => {
  const wrong: string[] = [];
  const pairs = pairsOf(value).map((pair) => {
    const [, date] = /^through\s*=\s*(.+)$/i.exec(pair) ?? [];
    if (date === undefined) return pair;
    const found = throughMeant(date, context);
    if ('value' in found) return `through=${found.value}`;
    wrong.push(found.wrong);
    return pair;
  });
  return { value: pairs.join('; '), wrong };
};
