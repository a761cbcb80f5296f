/** The worksheet functions that the pane can read from a formula and write into one, with their arguments in order. */
import type { FormulaArguments } from './parse-formula';

/** The name of an argument of any function. */
export type ArgumentName = keyof FormulaArguments | 'vendor' | 'by' | 'n';

const metricsArguments = [
  'skillId',
  'metric',
  'startTime',
  'endTime',
  'period',
  'stage',
  'skillType',
  'intent',
  'locale',
  'headers',
  'options',
] as const satisfies readonly ArgumentName[];

/** The arguments of each function, in order. Released orders don't change; new arguments are only appended. */
export const callArguments = {
  SKILLMETRICS: metricsArguments,
  SKILLTOTAL: ['skillId', 'metric', 'startTime', 'endTime', 'stage', 'skillType', 'intent', 'locale', 'options'],
  SKILLTOP: ['skillId', 'metric', 'by', 'startTime', 'endTime', 'n', 'stage', 'skillType', 'options'],
  ALEXASKILLS: ['vendor'],
  ALEXAINTENTS: ['skillId', 'locale', 'stage'],
  SKILLMETRICSINFO: metricsArguments,
} as const satisfies Record<string, readonly ArgumentName[]>;

/** The name of a worksheet function. */
export type CallName = keyof typeof callArguments;

/** The names of all worksheet functions. */
export const callNames = [
  'SKILLMETRICS',
  'SKILLTOTAL',
  'SKILLTOP',
  'ALEXASKILLS',
  'ALEXAINTENTS',
  'SKILLMETRICSINFO',
] as const satisfies CallName[];

/** Whether a function has an argument. */
export const takes = (call: CallName, argument: ArgumentName): boolean => {
  const names: readonly ArgumentName[] = callArguments[call];
  return names.includes(argument);
};
