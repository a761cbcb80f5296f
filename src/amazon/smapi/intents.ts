/**
 * GET /v1/skills/{skillId}/stages/{stage}/interactionModel/locales/{locale}.
 *
 * @see Amazon, "Interaction Model Operations"
 */
import * as v from 'valibot';
import type { Stage } from '../../core/domain/catalog';
import { pathOf } from '../http/endpoint';
import { readResponse, type SmapiResponse } from '../http/response';
import { skillIn } from './call';
import type { Ask } from './send';

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
