/** Which periods make sense for the form's range, and how many rows each gives. */
import { metricOf, type Period } from '../../../core/domain/catalog';
import { partsOfAll } from '../../../core/domain/derived';
import type { Instant } from '../../../core/domain/instant';
import { bucketCount } from '../../../core/query/validation';
import { isCalendarPeriod } from '../../../core/time/calendar';
import { emptyForm, type Form } from '../form';
import type { FormCheck } from '../form-check';
import { metricLabel, periodLabels } from '../labels';

export interface PeriodOffer {
  readonly period: Period;
  readonly label: string;
  /** Amazon or Excel would refuse it for this range. */
  readonly disabled: boolean;
}

const order: readonly Period[] = ['P1D', 'P1W', 'P1M', 'P3M', 'P1Y', 'PT1H', 'PT15M', 'SINGLE'];
const counted = new Intl.NumberFormat('en');

/** The form as it would be with everything right but times, metrics and period. */
const onlyTimes = (form: Form, period: Period): Form => ({
  ...form,
  period,
  skillId: 'amzn1.ask.skill.any',
  metric: form.metric.length === 0 ? emptyForm.metric : form.metric,
  intent: '',
  locale: '',
  maxResults: '',
  limit: '',
  bound: { ...form.bound, skillId: undefined, intent: undefined, locale: undefined, period: undefined },
});

/** Distinct customers, means and rates do not add up: Amazon has one value of a week at most. */
const refusal = (form: Form, period: Period): string => {
  const longOnes = isCalendarPeriod(period) ? period !== 'P1D' && period !== 'P1W' : period === 'SINGLE';
  const whole = longOnes ? partsOfAll(form.metric).find((name) => !metricOf(name).additive) : undefined;
  if (whole === undefined) return 'not for this range';
  const most = period === 'SINGLE' ? '7 days at most' : 'weekly at most';
  return `${most}: ${metricLabel(whole).toLowerCase()} cannot be added`;
};

/** What the chosen one comes to is told elsewhere in the pane. */
const remark = (form: Form, period: Period, check: FormCheck, now: Instant): string => {
  if (period === form.period) return '';
  if (!check.ok) return ` – ${refusal(form, period)}`;
  if (check.request === undefined || period === 'SINGLE') return '';
  return ` – ${counted.format(bucketCount(check.request.query, now))} rows`;
};

/** All periods; those that the range rules out are disabled and say why. */
export const periodOffers = (form: Form, check: (form: Form) => FormCheck, now: Instant): readonly PeriodOffer[] => {
  const checks = order.map((period) => ({ period, check: check(onlyTimes(form, period)) }));
  // Times that cannot be read rule nothing out.
  const readable = checks.some((one) => one.check.ok);
  return checks.map((one) => ({
    period: one.period,
    label: periodLabels[one.period] + (readable ? remark(form, one.period, one.check, now) : ''),
    disabled: readable && !one.check.ok,
  }));
};
