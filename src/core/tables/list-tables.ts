/** Lays out a person's skills in cells, for ALEXASKILLS. */
import { type Stage, stages } from '../domain/catalog';
import { FailureError, invalidQuery } from '../domain/failure';
import { parseInstant } from '../domain/instant';
import { ArgumentReader } from '../formula/argument-reader';
import { namesOf, passErrors, shown } from '../formula/cell-input';
import type { Skill } from '../protocol/stream';
import { listText } from '../query/phrases';
import { localeOf } from '../query/validation';
import { serialOf, type SerialShift } from '../time/excel-time';
import type { Cell } from './metrics-table';

const header = ['Name', 'Skill ID', 'Stage', 'Types', 'Vendor', 'Last updated (UTC)'];

const noSkills = (): FailureError =>
  new FailureError({
    code: 'not_found',
    message: 'This Amazon account has no skills.',
    advice: 'Sign in with the account that you use in the Alexa developer console.',
  });

const isNamed = ({ vendor }: Skill, name: string): boolean =>
  [vendor.id, vendor.name].some((one) => one.trim().toLowerCase() === name.toLowerCase());

/** The skills of the vendors with these names or IDs, in any case, or all skills if there are none. */
const ofVendors = (skills: readonly Skill[], vendor: unknown): readonly Skill[] => {
  const names = namesOf(vendor).map(String);
  const unknown = names.filter((name) => !skills.some((skill) => isNamed(skill, name)));
  if (unknown.length > 0) {
    const known = [...new Set(skills.map((skill) => `${skill.vendor.name} (${skill.vendor.id})`))];
    const value = shown(unknown);
    const message = `There is no vendor "${value}" in your account. Use ${listText(known, 'or')}.`;
    const accepted = `name or ID of one of ${known.join(', ')}`;
    throw new FailureError(invalidQuery([{ argument: 'vendor', value, accepted, message }]));
  }
  return names.length === 0 ? skills : skills.filter((skill) => names.some((name) => isNamed(skill, name)));
};

const byName = (one: Skill, other: Skill): number =>
  one.name.localeCompare(other.name, 'en') ||
  one.skillId.localeCompare(other.skillId, 'en') ||
  // "live" before "development".
  other.stage.localeCompare(one.stage, 'en');

const rowOf = ({ name, skillId, stage, apis, vendor, lastUpdated = '' }: Skill, serialShift: SerialShift): Cell[] => {
  const updated = parseInstant(lastUpdated);
  const serial = updated === undefined ? '' : serialOf(updated, 'UTC') - serialShift;
  return [name, skillId, stage, apis.join(', '), vendor.name, serial];
};

/**
 * A header row, and a row for each skill and stage, sorted by name.
 *
 * @param vendor the argument as Excel passes it: a name or ID, a range of them, or a blank for all vendors
 * @throws {FailureError} `invalid_query`, if there is no such vendor
 * @throws {FailureError} `not_found`, if the account has no skills
 */
export const skillsTable = (skills: readonly Skill[], vendor: unknown, serialShift: SerialShift = 0): Cell[][] => {
  if (skills.length === 0) throw noSkills();
  return [
    header,
    ...ofVendors(skills, vendor)
      .toSorted(byName)
      .map((skill) => rowOf(skill, serialShift)),
  ];
};

/** Arguments in the order of the function, unchecked. Null, undefined and blanks count as omitted. */
export interface IntentsArguments {
  readonly skillId: unknown;
  readonly locale?: unknown;
  readonly stage?: unknown;
}

/** The skill, stage and locale whose intents are listed. */
interface IntentsRequest {
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
