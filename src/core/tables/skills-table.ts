/** Lays out a person's skills in cells, for ALEXASKILLS. */
import { FailureError, invalidQuery } from '../domain/failure';
import { parseInstant } from '../domain/instant';
import { namesOf, shown } from '../formula/cell-input';
import type { Skill } from '../protocol/stream';
import { listText } from '../query/phrases';
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
