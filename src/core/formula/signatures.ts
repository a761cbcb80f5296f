/** The worksheet functions that can be read out of a formula and written into one, with their arguments in order. */
import type { FormulaArguments } from './parse-formula';

export type ArgumentName = keyof FormulaArguments | 'vendor';

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

export const callArguments = {
  SKILLMETRICS: metricsArguments,
  SKILLTOTAL: ['skillId', 'metric', 'startTime', 'endTime', 'stage', 'skillType', 'intent', 'locale', 'options'],
  ALEXASKILLS: ['vendor'],
  ALEXAINTENTS: ['skillId', 'locale', 'stage'],
  SKILLMETRICSINFO: metricsArguments,
} as const satisfies Record<string, readonly ArgumentName[]>;

export type CallName = keyof typeof callArguments;

export const callNames = [
  'SKILLMETRICS',
  'SKILLTOTAL',
  'ALEXASKILLS',
  'ALEXAINTENTS',
  'SKILLMETRICSINFO',
] as const satisfies CallName[];

/** Whether a function has an argument. */
export const takes = (call: CallName, argument: ArgumentName): boolean => {
  const names: readonly ArgumentName[] = callArguments[call];
  return names.includes(argument);
};
