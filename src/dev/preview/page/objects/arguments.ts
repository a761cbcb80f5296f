import * as v from 'valibot';
import type { HostObject } from './define';
import { HostError, isHostObject } from './define';

/** Checks one argument of a member. @throws {HostError} InvalidArgument, naming it. */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  name: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new HostError(
    'InvalidArgument',
    `The argument '${name}' doesn't work for this situation: ${v.summarize(result.issues)}`,
  );
}

export const asNumber = (value: unknown, name: string): number => checked(v.number(), value, name);
export const asText = (value: unknown, name: string): string => checked(v.string(), value, name);
export const asBoolean = (value: unknown, name: string): boolean => checked(v.boolean(), value, name);
export const asIndex = (value: unknown, name: string): number =>
  checked(v.pipe(v.number(), v.integer(), v.minValue(0)), value, name);
export const optionalText = (value: unknown, name: string): string | undefined =>
  checked(v.nullish(v.string()), value, name) ?? undefined;

/** An argument that is an object of the given type. */
export function asObject(value: unknown, type: string, name: string): HostObject {
  if (isHostObject(value) && value.type === type) return value;
  throw new HostError('InvalidArgument', `The argument '${name}' must be a ${type}.`);
}
