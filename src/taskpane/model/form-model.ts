/** What the form holds: text as it was typed, choices as they were made. Fields bear the names of the function's grammar. */
import { metricsFor, type MetricName, type Period, type SkillType, type Stage } from '../../core/catalogue';
import type { Reference } from '../../core/cell-address';
import type { FormulaArguments } from '../../core/formula';
import { defaultOptions, optionKeys, type Options } from '../../core/options';

export type Headers = '0' | '1' | '2';

export type ArgumentName = keyof FormulaArguments;

/** What the formula takes for an argument in place of a value: cells, or a piece of formula that only Excel can work out. */
export type Bound =
  ({ readonly kind: 'reference' } & Reference) | { readonly kind: 'expression'; readonly text: string };

export interface Form {
  readonly skillId: string;
  /** In the order of the value columns. */
  readonly metric: readonly MetricName[];
  /** A calendar date, ISO 8601 text, or relative words. */
  readonly startTime: string;
  /** As startTime; empty: now. */
  readonly endTime: string;
  readonly period: Period;
  readonly stage: Stage;
  readonly skillType: SkillType;
  /** Names, separated by commas; empty: all together. */
  readonly intent: string;
  readonly locale: string;
  readonly headers: Headers;
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
  /** Whole numbers as text; empty: as the server sees fit. */
  readonly maxResults: string;
  readonly limit: string;
  /** Arguments that are not taken from the fields above. */
  readonly bound: Readonly<Partial<Record<ArgumentName, Bound | undefined>>>;
}

export type FieldName = Exclude<keyof Form, 'bound'>;

/** The form as a newcomer meets it: four whole weeks that move with each refresh. */
export const emptyForm: Form = {
  skillId: '',
  metric: ['uniqueCustomers'],
  startTime: '-28d',
  endTime: 'today',
  period: 'P1D',
  stage: 'live',
  skillType: 'custom',
  intent: '',
  locale: '',
  headers: '1',
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
  maxResults: '',
  limit: '',
  bound: {},
};

/** Fields that stand under "More options". */
export const moreFields = ['headers', ...optionKeys] as const satisfies FieldName[];

/** How many fields under "More options" differ from what newcomers meet. */
export const changedMoreFields = (form: Form): number =>
  moreFields.filter((field) => form[field] !== emptyForm[field]).length +
  (['headers', 'options'] as const).filter((name) => form.bound[name] !== undefined).length;

/** A text that is the same for forms that say the same. */
export const keyOfForm = ({ bound, ...fields }: Form): string =>
  JSON.stringify([
    Object.entries(fields).sort(),
    Object.entries(bound)
      .flatMap(([name, one]) => (one === undefined ? [] : [[name, Object.entries(one).sort()]]))
      .sort(),
  ]);

export const isSameForm = (one: Form, other: Form): boolean => keyOfForm(one) === keyOfForm(other);

/** The form after a change. Metrics that Amazon does not calculate for the skill type go. */
export const changeForm = (form: Form, change: Partial<Form>): Form => {
  const next = { ...form, ...change };
  if (next.bound.skillType !== undefined) return next;
  const offered = metricsFor(next.skillType);
  return next.metric.every((metric) => offered.includes(metric))
    ? next
    : { ...next, metric: next.metric.filter((metric) => offered.includes(metric)) };
};
