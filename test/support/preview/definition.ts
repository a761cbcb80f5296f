import type { FunctionDefinition } from '../../../src/dev/preview/page/functions/metadata';
import { readFunctionMetadata } from '../../../src/dev/preview/page/functions/metadata';

/** A function's metadata as functions.json has it, with this much said. */
export function definition({
  allowErrorForDataTypeAny,
  ...json
}: Readonly<Record<string, unknown>>): FunctionDefinition {
  const functions = [{ id: 'TEST', name: 'TEST', ...json }];
  const [first] = readFunctionMetadata({ allowErrorForDataTypeAny, functions }).functions;
  if (!first) throw new Error('One function was given.');
  return first;
}
