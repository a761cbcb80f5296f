import type { FunctionDefinition, ParameterDefinition } from './metadata';

/** A value as the engine holds it; `null` is an empty cell. */
export interface CellResult {
  readonly value: string | number | boolean | null;
  readonly message?: string;
  /** The number format that comes with the value, for a cell that has none of its own. */
  readonly format?: string;
  /** What Excel shows on a click on the value, by labels. */
  readonly card?: Readonly<Record<string, string>>;
}

/** An argument as the engine hands it over: left out, one value, or columns of values. */
export type EngineArgument = CellResult | readonly (readonly CellResult[])[] | undefined;

/** What a formula's arguments come to: parameters to send, or the error that keeps the function from being called. */
export type Parameters =
  | { readonly kind: 'call'; readonly values: readonly unknown[] }
  | { readonly kind: 'error'; readonly error: CellResult };

/** Thrown inside to leave at the first argument that is an error; never leaves this file. */
class ArgumentError extends Error {
  constructor(readonly cell: CellResult) {
    super(String(cell.value));
  }
}

/**
 * Turns a formula's arguments into what Excel on the web sends: omitted ones as `null`, ranges as rows of values, an empty
 * cell in a range as 0 (https://github.com/OfficeDev/office-js/issues/1951) and alone as `null`
 * (https://github.com/OfficeDev/office-js/issues/4702). An argument that is an error gives a bare #VALUE! without a call,
 * unless the metadata allows errors and the parameter takes any value; so does a required argument that is missing.
 */
export function toParameters(definition: FunctionDefinition, args: readonly EngineArgument[]): Parameters {
  const required = definition.parameters.filter(({ optional, repeating }) => !optional && !repeating);
  if (args.length < required.length) return { kind: 'error', error: { value: '#VALUE!' } };
  try {
    return {
      kind: 'call',
      values: definition.parameters.map((parameter, at) => toParameter(definition, parameter, at, args)),
    };
  } catch (error) {
    if (error instanceof ArgumentError) return { kind: 'error', error: error.cell };
    throw error;
  }
}

function toParameter(
  definition: FunctionDefinition,
  parameter: ParameterDefinition,
  at: number,
  args: readonly EngineArgument[],
): unknown {
  const one = (arg: EngineArgument): unknown =>
    parameter.dimensionality === 'matrix' ? toRows(definition, parameter, arg) : toScalar(definition, parameter, arg);
  return parameter.repeating ? args.slice(at).map(one) : one(args[at]);
}

function toRows(
  definition: FunctionDefinition,
  parameter: ParameterDefinition,
  arg: EngineArgument,
): unknown[][] | null {
  if (arg === undefined) return null;
  const columns = isMatrix(arg) ? arg : [[arg]];
  const height = columns[0]?.length ?? 0;
  return Array.from({ length: height }, (_, row) =>
    columns.map((column) => {
      const cell = column[row] ?? { value: null };
      return cell.value === null ? blankInRange(parameter.type) : toValue(definition, parameter, cell);
    }),
  );
}

function toScalar(definition: FunctionDefinition, parameter: ParameterDefinition, arg: EngineArgument): unknown {
  if (arg === undefined) return null;
  const cell = isMatrix(arg) ? (arg[0]?.[0] ?? { value: null }) : arg;
  if (cell.value === null) return parameter.type === 'any' ? null : blankInRange(parameter.type);
  return toValue(definition, parameter, cell);
}

function toValue(definition: FunctionDefinition, { type }: ParameterDefinition, cell: CellResult): unknown {
  if (isErrorValue(cell.value)) {
    // #BUSY! is no value: whatever waits for it waits as well.
    if (cell.value === '#BUSY!' || type !== 'any' || !definition.allowErrorForDataTypeAny)
      throw new ArgumentError(cell.value === '#BUSY!' ? cell : { value: '#VALUE!' });
    return { type: 'CustomFunctionError', code: cell.value };
  }
  const value = coerce(type, cell.value);
  if (value === undefined) throw new ArgumentError({ value: '#VALUE!', message: `A ${type} is needed here.` });
  return value;
}

/** What Excel makes of a value for a parameter of that type; `undefined` where it answers #VALUE!. */
function coerce(type: string, value: CellResult['value']): CellResult['value'] | undefined {
  switch (type) {
    case 'number':
      return toNumber(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : toNumber(value) === undefined ? undefined : toNumber(value) !== 0;
    case 'string':
      return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
    default:
      return value;
  }
}

function toNumber(value: CellResult['value']): number | undefined {
  const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
  return Number.isNaN(number) ? undefined : number;
}

const blankInRange = (type: string): string | number | boolean =>
  type === 'string' ? '' : type === 'boolean' ? false : 0;

const errorValues = /^#(BUSY!|N\/A|VALUE!|REF!?|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CONNECT!|CALC!|ERROR|BAD_EXPR|CYCLE)$/;

/** Whether the engine's value is an error. */
export const isErrorValue = (value: unknown): value is string => typeof value === 'string' && errorValues.test(value);

const isMatrix = (arg: EngineArgument): arg is readonly (readonly CellResult[])[] => Array.isArray(arg);
