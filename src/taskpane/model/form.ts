/** What the form holds: text as it was typed, choices as they were made. Fields bear the names of the function's grammar. */
import type { Split } from '../../core/domain/adding-up';
import { type Period, type SkillType, type Stage } from '../../core/domain/catalog';
import { type ColumnMetric, columnMetricsFor } from '../../core/domain/derived';
import type { Reference } from '../../core/formula/cell-address';
import { defaultOptions, optionKeys, type Options } from '../../core/formula/options';
import { type ArgumentName, callArguments, type CallName } from '../../core/formula/signatures';
import type { Comparison } from '../../core/time/shift';

export type Headers = '0' | '1' | '2';

export type { ArgumentName } from '../../core/formula/signatures';

/** What the formula takes for an argument in place of a value: cells, or a segment of formula that only Excel can work out. */
export type Bound =
  ({ readonly kind: 'reference' } & Reference) | { readonly kind: 'expression'; readonly text: string };

export interface Form {
  /** The function that the formula calls. Of another's arguments nothing is written. */
  readonly call: CallName;
  readonly skillId: string;
  /** In the order of the value columns. */
  readonly metric: readonly ColumnMetric[];
  /** A calendar date, ISO 8601 text, or relative words. */
  readonly startTime: string;
  /** As startTime; empty: the end of the period that startTime names, else now. A calendar date is the last day of the range: the formula gets the day after it. */
  readonly endTime: string;
  readonly period: Period;
  readonly stage: Stage;
  readonly skillType: SkillType;
  /** Names, separated by commas; empty: all together. */
  readonly intent: string;
  readonly locale: string;
  readonly headers: Headers;
  /** A vendor's name or ID; empty: all. */
  readonly vendor: string;
  /** What a total is split by. */
  readonly by: Split;
  /** How many names to show, as text; empty: as many as usual. */
  readonly n: string;
  /** UTC or an IANA zone; empty: UTC. */
  readonly tz: string;
  readonly order: Options['order'];
  readonly fill: Options['fill'];
  readonly layout: Options['layout'];
  readonly edges: Options['edges'];
  readonly days: Options['days'];
  readonly tail: Options['tail'];
  readonly week: Options['week'];
  readonly zone: Options['zone'];
  readonly names: Options['names'];
  /** Empty: no comparison. */
  readonly compare: Comparison | '';
  readonly expected: Options['expected'];
  /** Whole numbers as text; empty: as the server sees fit. */
  readonly maxResults: string;
  readonly limit: string;
  /** Arguments that are not taken from the fields above. */
  readonly bound: Readonly<Partial<Record<ArgumentName, Bound | undefined>>>;
}

export type FieldName = Exclude<keyof Form, 'bound'>;

/** The form as a newcomer meets it: four whole weeks that move with each refresh. */
export const emptyForm: Form = {
  call: 'SKILLMETRICS',
  skillId: '',
  metric: ['totalSessions'],
  startTime: 'last 28 days',
  endTime: '',
  period: 'P1D',
  stage: 'live',
  skillType: 'custom',
  intent: '',
  locale: '',
  headers: '1',
  vendor: '',
  by: 'intents',
  n: '',
  tz: '',
  order: defaultOptions.order,
  fill: defaultOptions.fill,
  layout: defaultOptions.layout,
  edges: defaultOptions.edges,
  days: defaultOptions.days,
  tail: defaultOptions.tail,
  week: defaultOptions.week,
  zone: defaultOptions.zone,
  names: defaultOptions.names,
  compare: '',
  expected: defaultOptions.expected,
  maxResults: '',
  limit: '',
  bound: {},
};

/** The arguments of the form's function that are not taken from its fields. */
export const boundArguments = ({
  call,
  bound,
}: Pick<Form, 'call' | 'bound'>): readonly (readonly [ArgumentName, Bound])[] =>
  callArguments[call].flatMap((name) => {
    const one = bound[name];
    return one === undefined ? [] : [[name, one] as const];
  });

type OptionName = (typeof optionKeys)[number];

/** Options that mean something to a function: SKILLTOTAL has neither rows nor days, SKILLMETRICSINFO a layout of its own. */
const callOptions: Readonly<Record<CallName, readonly OptionName[]>> = {
  SKILLMETRICS: optionKeys,
  SKILLTOTAL: ['tz', 'tail', 'compare', 'maxResults'],
  SKILLTOP: ['tz', 'tail', 'names', 'compare', 'maxResults'],
  ALEXASKILLS: [],
  ALEXAINTENTS: [],
  SKILLMETRICSINFO: ['tz', 'edges', 'days', 'tail', 'week', 'names', 'compare', 'expected', 'maxResults'],
};

/** The options that a function of the form's takes. */
export const optionsFor = (call: CallName): readonly OptionName[] => callOptions[call];

/** How many fields under "More options" differ from what newcomers meet. */
export const changedMoreFields = (form: Form): number =>
  optionsFor(form.call).filter((field) => form[field] !== emptyForm[field]).length +
  (form.bound.options === undefined ? 0 : 1);

/** A text that is the same for forms that say the same. */
export const keyOfForm = ({ bound, ...fields }: Form): string =>
  JSON.stringify([
    Object.entries(fields).sort(),
    Object.entries(bound)
      .flatMap(([name, one]) => (one === undefined ? [] : [[name, Object.entries(one).sort()]]))
      .sort(),
  ]);

export const isSameForm = (one: Form, other: Form): boolean => keyOfForm(one) === keyOfForm(other);

/** Likely values after a change of the skill type. */
const usualMetric = (skillType: SkillType): ColumnMetric =>
  columnMetricsFor(skillType).includes('totalSessions') ? 'totalSessions' : 'uniqueCustomers';

/** The form after a change. Metrics that Amazon does not calculate for the skill type go; a usual one stands for the last. */
export const changeForm = (form: Form, change: Partial<Form>): Form => {
  const next = { ...form, ...change };
  if (next.bound.skillType !== undefined) return next;
  const offered = columnMetricsFor(next.skillType);
  const kept = next.metric.filter((metric) => offered.includes(metric));
  if (kept.length === next.metric.length) return next;
  return { ...next, metric: kept.length > 0 ? kept : [usualMetric(next.skillType)] };
};

/** Names as they are typed into one field, with commas or blanks between. */

export const namesIn = (text: string): readonly string[] => text.split(/[,;\s]+/).filter(Boolean);

/** The name that is being typed: the last one. */
const lastName = (text: string): string => /[^,;\s]*$/.exec(text)?.[0] ?? '';

/** Those that hold what is being typed at the text's end; all once a whole name stands there. */
export const offeredFor = (text: string, offered: readonly string[]): readonly string[] => {
  const part = lastName(text).toLowerCase();
  return offered.some((name) => name.toLowerCase() === part)
    ? offered
    : offered.filter((name) => name.toLowerCase().includes(part));
};

/** The names with a comma between them, as they are shown. */
export const tidyNames = (text: string): string => namesIn(text).join(', ');

/**
 * The text with a name added, or taken away where it stood already.
 * @param typing the name takes the place of what was typed of it, and the text is ready for the next one
 */
export const toggleName = (text: string, name: string, typing: boolean): string => {
  const names = namesIn(text);
  if (names.includes(name)) return names.filter((one) => one !== name).join(', ');
  const part = lastName(text).toLowerCase();
  const begun = typing && part !== '' && name.toLowerCase().includes(part);
  return [...(begun ? names.slice(0, -1) : names), name].join(', ') + (typing ? ', ' : '');
};
