import type { Stage } from '../data/metrics';
import type { Person } from '../data/people';
import type { Skill } from '../data/skill';
import { skillOfId } from '../data/skill-list';

export type Found = { readonly skill: Skill } | { readonly refused: 'not found' | 'forbidden' };

/** A skill in a stage, as far as a person may see it. */
export const findSkill = (person: Person, id: string, stage: string): Found => {
  const skill = skillOfId(id);
  if (skill === undefined) return { refused: 'not found' };
  if (!person.vendors.some((vendor) => vendor.id === skill.vendorId)) return { refused: 'forbidden' };
  return skill.stages.some((one: Stage) => one === stage) ? { skill } : { refused: 'not found' };
};
