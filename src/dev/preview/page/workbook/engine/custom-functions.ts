import type { AddFunctionDescription, ArgDefinition } from '@odoo/o-spreadsheet';
import { createAutocompleteArgumentsProvider, helpers, registries } from '@odoo/o-spreadsheet';
import type { Calls } from '../../functions/calls';
import type { FunctionDefinition, FunctionMetadata, ParameterDefinition } from '../../functions/metadata';
import { offersOf } from '../../functions/metadata';
import { toParameters } from '../../functions/parameters';
import { formulaTextAt } from '../cells';

/**
 * Makes the add-in's functions known to the engine, with their help and the values offered while typing.
 * @param namespace stands before each name, with a dot; absent for bare names.
 * @returns the names, in capitals.
 */
export function registerFunctions(
  metadata: FunctionMetadata,
  namespace: string | undefined,
  calls: Calls,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const definition of metadata.functions) {
    const name = namespace ? `${namespace}.${definition.name}` : definition.name;
    names.add(name.toUpperCase());
    const description = describe(metadata, definition, calls);
    registries.functionRegistry.replace(name, description);
    createAutocompleteArgumentsProvider(name, description.args);
  }
  return names;
}

function describe(metadata: FunctionMetadata, definition: FunctionDefinition, calls: Calls): AddFunctionDescription {
  return {
    description: definition.description,
    category: 'Add-in',
    // A file keeps the formula and not only what it has come to.
    isExported: true,
    args: definition.parameters.map((parameter) => describeParameter(metadata, parameter)),
    compute(...args) {
      const parameters = toParameters(definition, args);
      if (parameters.kind === 'error') return { ...parameters.error };
      const at = this.__originCellPosition;
      // Without this hook the engine only looks at a formula: while it is typed, or to check it. Excel calls nothing then.
      if (!at || !this.updateDependencies) return calls.known(definition, parameters.values);
      const formula = formulaTextAt(this, at) ?? '';
      return calls.ask(at, formula, definition, parameters.values);
    },
  };
}

function describeParameter(metadata: FunctionMetadata, parameter: ParameterDefinition): ArgDefinition {
  const kinds = [
    'any',
    ...(parameter.dimensionality === 'matrix' ? ['range'] : []),
    // All of them: what Excel makes of one that is missing is not the engine's to say.
    parameter.repeating ? 'repeating' : 'optional',
  ];
  const description = parameter.description || parameter.name;
  return helpers.arg(`${parameter.name} (${kinds.join(', ')})`, description, offersOf(metadata, parameter));
}
