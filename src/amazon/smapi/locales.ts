/** GET /v1/skills/{skillId}/stages/{stage}/manifest. Source: Amazon's page "Skill Manifest Operations". */
import * as v from 'valibot';
import type { Stage } from '../../core/domain/catalog';
import { readResponse, type SmapiResponse } from '../http/response';
import { pathOf } from '../http/endpoint';
import type { Ask } from './send';
import { checkSkill, skillIn } from './call';

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

/** The manifest's locales in its order; none where nothing is published yet. */
export const readLocales = (answer: SmapiResponse): readonly string[] =>
  Object.keys(readResponse(manifest, answer).manifest.publishingInformation?.locales ?? {});
