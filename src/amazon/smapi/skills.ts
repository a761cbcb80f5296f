/**
 * GET /v1/skills?vendorId=…, page by page.
 *
 * @see Amazon, "Skill Operations"
 */
import * as v from 'valibot';
import { stages } from '../../core/domain/catalog';
import type { Skill } from '../../core/protocol/stream';
import { pathOf } from '../http/endpoint';
import { cannotBe, nextToken, readResponse, type SmapiResponse } from '../http/response';
import type { Ask } from './send';

/** One skill in one stage, without the vendor, which the caller knows. */
export type SkillSummary = Omit<Skill, 'vendor'>;

interface Page {
  readonly skills: readonly SkillSummary[];
  readonly nextToken?: string;
}

const askSkills = (vendorId: string, token: string | undefined): Ask => ({
  path: pathOf('v1', 'skills'),
  params: { vendorId, maxResults: '50', ...(token === undefined ? {} : { nextToken: token }) },
  what: `the skills of vendor ${vendorId}`,
  check: 'Check the vendor ID.',
});

const summary = v.object({
  skillId: v.string(),
  stage: v.string(),
  nameByLocale: v.nullish(v.record(v.string(), v.string()), {}),
  apis: v.nullish(v.array(v.string()), []),
  lastUpdated: v.nullish(v.string()),
});
const page = v.object({ skills: v.array(summary), nextToken });

const skillOf = ({ stage: given, lastUpdated, ...rest }: v.InferOutput<typeof summary>): SkillSummary[] => {
  // Amazon also lists a stage "certified", which has no metrics.
  const stage = stages.find((known) => known === given);
  if (stage === undefined) return [];
  const { skillId, nameByLocale, apis } = rest;
  const name = nameByLocale['en-US'] ?? Object.values(nameByLocale)[0] ?? skillId;
  return [{ skillId, stage, name, nameByLocale, apis, ...(typeof lastUpdated === 'string' ? { lastUpdated } : {}) }];
};

const readSkills = (answer: SmapiResponse): Page => {
  const { skills, nextToken } = readResponse(page, answer);
  return { skills: skills.flatMap(skillOf), ...nextToken };
};

/**
 * The skills of a vendor from all pages, in Amazon's order.
 *
 * @throws {FailureError} `bad_answer`, if a page isn't a list of skills, or names a page that has been read: the pages
 * would never end
 * @throws whatever `send` throws
 */
export const gatherSkills = async (
  vendorId: string,
  send: (ask: Ask) => Promise<SmapiResponse>,
): Promise<readonly SkillSummary[]> => {
  const skills: SkillSummary[] = [];
  const used = new Set<string>();
  for (let token: string | undefined; ;) {
    const answer = await send(askSkills(vendorId, token));
    const page = readSkills(answer);
    skills.push(...page.skills);
    token = page.nextToken;
    if (token === undefined) return skills;
    if (used.has(token)) throw cannotBe(answer, 'it asks for a page that has already been read');
    used.add(token);
  }
};
