/**
 * What developers own: `GET /v1/vendors`; each vendor's skills, `GET /v1/skills?vendorId=…`, page by page; a skill's
 * locales, from its manifest, and its intents, from its interaction model.
 *
 * @see Amazon, "Vendor Operations", "Skill Operations", "Interaction Model Operations"
 */
import * as v from 'valibot';
import { type Stage, stages } from '../../core/domain/catalog';
import type { Skill } from '../../core/protocol/stream';
import { cannotBe, nextToken, pathOf, readResponse, type SmapiResponse } from '../http/exchange';
import { checkSkill, skillIn } from './call';
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

/** An organization that owns skills. */
export interface Vendor {
  readonly id: string;
  readonly name: string;
}

/** The request for an account's vendors. */
export const askVendors = (): Ask => ({
  path: pathOf('v1', 'vendors'),
  params: {},
  what: "this account's vendors",
  check: 'Sign in with the account of an Alexa developer.',
});

const vendors = v.object({
  vendors: v.array(v.object({ id: v.string(), name: v.nullish(v.string()) })),
});

/**
 * The vendors of an account. The name of a vendor without one is its ID.
 *
 * @throws {FailureError} `bad_answer`, if the answer isn't a list of vendors
 */
export const readVendors = (answer: SmapiResponse): readonly Vendor[] =>
  readResponse(vendors, answer).vendors.map(({ id, name }) => ({ id, name: name ?? id }));

/** The request for a skill's interaction model in a locale. */
export const askModel = (skillId: string, stage: Stage, locale: string): Ask => ({
  path: pathOf('v1', 'skills', { skillId }, 'stages', { stage }, 'interactionModel', 'locales', { locale }),
  params: {},
  what: `the intents of ${skillIn(skillId, stage)} for locale ${locale}`,
  check: 'Check the skill ID, the stage and the locale; only custom skills have intents.',
});

const model = v.object({
  interactionModel: v.object({
    languageModel: v.object({ intents: v.nullish(v.array(v.object({ name: v.string() })), []) }),
  }),
});

/**
 * The names of the model's intents, in its order.
 *
 * @throws {FailureError} `bad_answer`, if the answer isn't an interaction model
 */
export const readIntents = (answer: SmapiResponse): readonly string[] =>
  readResponse(model, answer).interactionModel.languageModel.intents.map(({ name }) => name);

/** The request for a skill's manifest. */
export const askManifest = (skillId: string, stage: Stage): Ask => ({
  path: pathOf('v1', 'skills', { skillId }, 'stages', { stage }, 'manifest'),
  params: {},
  what: `the manifest of ${skillIn(skillId, stage)}`,
  check: checkSkill,
});

const named = v.record(v.string(), v.unknown());
const manifest = v.object({
  manifest: v.object({ publishingInformation: v.nullish(v.object({ locales: v.nullish(named, {}) })) }),
});

/**
 * The manifest's locales, in its order. Empty if nothing has been published yet.
 *
 * @throws {FailureError} `bad_answer`, if the answer isn't a manifest
 */
export const readLocales = (answer: SmapiResponse): readonly string[] =>
  Object.keys(readResponse(manifest, answer).manifest.publishingInformation?.locales ?? {});
