import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

const require = createRequire(import.meta.url);
const ajv = new Ajv({ strict: false, logger: false, allErrors: true });
formats(ajv);
// The published model calls one enumeration of texts an object.
const { definitions } = require('ask-smapi-model/spec.json') as { definitions: Record<string, object> };
const stage = { ...definitions['v1.StageV2Type'], type: 'string' };
ajv.addSchema({ definitions: { ...definitions, 'v1.StageV2Type': stage } }, 'smapi');

/** What is wrong with a value by a definition of Amazon's published model (spec.json of ask-smapi-model); empty: nothing. */
export const faultsBy = (definition: string, value: unknown): readonly string[] => {
  const validate = ajv.getSchema(`smapi#/definitions/${definition}`);
  if (validate === undefined) throw new Error(`Amazon's model has no definition ${definition}`);
  void validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
};
