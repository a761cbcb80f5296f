/**
 * GET /v1/skills/{skillId}/stages/{stage}/manifest.
 *
 * @see https://developer.amazon.com/en-US/docs/alexa/smapi/skill-operations.html
 */
import * as v from 'valibot';
import type { Stage } from '../../core/domain/catalog';
import { pathOf } from '../http/endpoint';
import { readResponse, type SmapiResponse } from '../http/response';
import { checkSkill, skillIn } from './call';
import type { Ask } from './send';

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
