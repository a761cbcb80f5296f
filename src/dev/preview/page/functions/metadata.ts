import * as v from 'valibot';

const parameter = v.object({
  name: v.string(),
  description: v.optional(v.string(), ''),
  type: v.optional(v.string(), 'any'),
  dimensionality: v.optional(v.picklist(['scalar', 'matrix']), 'scalar'),
  optional: v.optional(v.boolean(), false),
  repeating: v.optional(v.boolean(), false),
  customEnumId: v.optional(v.string()),
});

const options = v.object({
  cancelable: v.optional(v.boolean(), false),
  stream: v.optional(v.boolean(), false),
  requiresAddress: v.optional(v.boolean(), false),
  requiresParameterAddresses: v.optional(v.boolean(), false),
});

const definition = v.object({
  id: v.string(),
  name: v.string(),
  description: v.optional(v.string(), ''),
  helpUrl: v.optional(v.string()),
  parameters: v.optional(v.array(parameter), []),
  options: v.optional(options, {}),
});

const enumeration = v.object({
  id: v.string(),
  values: v.array(
    v.object({
      name: v.string(),
      stringValue: v.optional(v.string()),
      numberValue: v.optional(v.number()),
      tooltip: v.optional(v.string(), ''),
    }),
  ),
});

const metadata = v.pipe(
  v.object({
    allowErrorForDataTypeAny: v.optional(v.boolean(), false),
    functions: v.array(definition),
    enums: v.optional(v.array(enumeration), []),
  }),
  // It is said once for all functions, and needed at each.
  v.transform(({ allowErrorForDataTypeAny, functions, enums }) => ({
    functions: functions.map((one) => ({ ...one, allowErrorForDataTypeAny })),
    enums,
  })),
);

export type ParameterDefinition = v.InferOutput<typeof parameter>;
export type FunctionMetadata = v.InferOutput<typeof metadata>;
export type FunctionDefinition = FunctionMetadata['functions'][number];

/** One value that Excel offers while an argument is typed. */
export interface Offer {
  readonly value: string | number;
  readonly label: string;
}

/**
 * Checks the add-in's functions.json.
 * @throws {v.ValiError} when it is not what Excel accepts.
 * @see https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-json
 */
export function readFunctionMetadata(json: unknown): FunctionMetadata {
  return v.parse(metadata, json);
}

/** What Excel offers while this parameter is typed; nothing for a parameter without an enumeration. */
export function offersOf({ enums }: FunctionMetadata, { customEnumId }: ParameterDefinition): Offer[] {
  const values = enums.find(({ id }) => id === customEnumId)?.values ?? [];
  return values.map(({ name, stringValue, numberValue, tooltip }) => ({
    value: stringValue ?? numberValue ?? name,
    label: tooltip,
  }));
}

/** The bits that tell office.js how to run a function; from its metadata. */
export function invocationFlags(definition: FunctionDefinition): number {
  const { cancelable, stream } = definition.options;
  return (cancelable ? 1 : 0) | (stream ? 2 : 0) | (definition.allowErrorForDataTypeAny ? 4 : 0);
}
