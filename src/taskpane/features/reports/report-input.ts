import type { Instant } from '../../../core/domain/instant';
import { momentText } from '../../../core/query/phrases';
import type { ReportInput, ReportSkill } from '../../../core/reports/report';
import type { SkillEntry } from '../../model/skill-list';

const launchedBefore = 28 * 86_400_000;

/** A skill for a report; undefined where Amazon has no metrics for it. */
export const reportSkill = ({ skillId, name, types: [skillType], locales }: SkillEntry): ReportSkill | undefined =>
  skillType === undefined ? undefined : { skillId, name, skillType, locales };

const entryOf = ({ skillId }: ReportSkill, skills: readonly SkillEntry[]): SkillEntry | undefined =>
  skills.find((entry) => entry.skillId === skillId);

/** What reports are made for. Reports about several skills are about live ones of one vendor. */
export const reportInput = (
  skill: ReportSkill,
  skills: readonly SkillEntry[],
  timeZone: string,
  now: Instant,
): ReportInput => {
  const [year = 0, month = 0, day = 0] = momentText(now - launchedBefore, timeZone)
    .slice(0, 10)
    .split('-')
    .map(Number);
  return {
    skill,
    skills: skills
      .filter(({ vendor, stages }) => vendor === entryOf(skill, skills)?.vendor && stages.includes('live'))
      .flatMap((entry) => reportSkill(entry) ?? []),
    timeZone,
    launch: { year, month, day },
  };
};
