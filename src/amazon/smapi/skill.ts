import type { Stage } from '../../core/domain/catalog';

/** A skill in a stage, as it stands in a sentence. */
export const skillIn = (skillId: string, stage: Stage): string => `skill ${skillId} in stage ${stage}`;

export const checkSkill = 'Check the skill ID and the stage, and that this account has access to the skill.';
