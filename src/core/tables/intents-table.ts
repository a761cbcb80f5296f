/** Reads a call of ALEXAINTENTS, and lists the intents. */
import { type Stage, stages } from '../domain/catalog';
import { FailureError, invalidQuery } from '../domain/failure';
import { ArgumentReader } from '../formula/argument-reader';
import { passErrors } from '../formula/cell-input';
import { localeOf } from '../query/validation';
import type { Cell } from './metrics-table';

/** Arguments in the order of the function, unchecked. Null, undefined and blanks count as omitted. */
export interface IntentsArguments {
  readonly skillId: unknown;
  readonly locale?: unknown;
  readonly stage?: unknown;
}

/** The skill, stage and locale whose intents are listed. */
export interface IntentsRequest {
  readonly skillId: string;
  readonly stage: Stage;
  /** Left out: see `usualLocale`. */
  readonly locale?: string;
}

/**
 * Reads a call of ALEXAINTENTS.
 *
 * @throws {FailureError} `invalid_query`, listing every problem at once
 */
export const parseIntentsCall = (args: IntentsArguments): IntentsRequest => {
  passErrors(args);
  const reader = new ArgumentReader<keyof IntentsArguments>(args);
  const [skillId, stage] = [reader.skillId('skillId'), reader.choice('stage', stages, 'live')];
  const accepted = 'a locale such as en-US';
  const [locale, ...more] = reader.names('locale', localeOf, accepted);
  if (more.length > 0) reader.refuse('locale', args.locale, `one value: ${accepted}`);
  if (reader.problems.length > 0) throw new FailureError(invalidQuery(reader.problems));
  return { skillId, stage, ...(locale === undefined ? {} : { locale }) };
};

const nothing = (message: string, advice: string): FailureError =>
  new FailureError({ code: 'not_found', message, advice });

/**
 * The locale if the call names none: en-US, or else the skill's first.
 *
 * @throws {FailureError} `not_found`, if the skill has no locale
 */
export const usualLocale = (locales: readonly string[]): string => {
  const [first] = locales;
  if (first === undefined) throw nothing('The skill has no locale in this stage.', 'Name a locale or another stage.');
  return locales.includes('en-US') ? 'en-US' : first;
};

/**
 * A column of names without a header, for data validation and other functions.
 *
 * @throws {FailureError} `not_found`, if there are no intents
 */
export const intentsColumn = (intents: readonly string[]): Cell[][] => {
  if (intents.length === 0) throw nothing('The skill has no intents in this locale.', 'Name another locale or stage.');
  return intents.map((name) => [name]);
};
