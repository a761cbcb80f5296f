import { describe, expect, it } from 'vitest';
import { emptyForm, type Form } from '../../../../src/taskpane/model/form';
import { checkForm } from '../../../../src/taskpane/model/form-check';
import { periodOffers } from '../../../../src/taskpane/model/time/periods';
import { now } from '../../../support/taskpane/fakes';

const offersFor = (change: Partial<Form>) => {
  const offers = periodOffers({ ...emptyForm, ...change }, (form) => checkForm(form, now), now);
  return Object.fromEntries(offers.map(({ period, label, disabled }) => [period, { label, disabled }]));
};

describe('periodOffers', () => {
  it('says how many rows each period returns, before a skill is chosen', () => {
    const offers = offersFor({ startTime: '2025-10-01', endTime: '2026-09-30' });
    expect(offers['PT15M']).toEqual({ label: 'Every 15 minutes – 35,040 rows', disabled: false });
    expect(offers['PT1H']?.label).toBe('Hourly – 8,760 rows');
    expect(offers['P1D']?.label).toBe('Daily');
  });

  it('rules out one value of what cannot be added over more than a week, and says why', () => {
    expect(offersFor({ startTime: '-28d', metric: ['totalSessions', 'uniqueCustomers'] })['SINGLE']).toEqual({
      label: 'One value for the range – 7 days at most: unique customers cannot be added',
      disabled: true,
    });
    expect(offersFor({ startTime: '-28d', metric: ['totalSessions'] })['SINGLE']?.disabled).toBe(false);
    expect(offersFor({ startTime: '2026-10-01', endTime: '2026-10-07' })['SINGLE']?.disabled).toBe(false);
  });

  it('counts the rows of months and years by name, as of now', () => {
    const offers = offersFor({ startTime: 'last month', endTime: 'this month', metric: ['uniqueCustomers'] });
    expect(offers['PT1H']?.label).toBe('Hourly – 744 rows');
    expect(offers['SINGLE']?.disabled).toBe(true);
    expect(offersFor({ startTime: 'yesterday', endTime: 'today' })['SINGLE']?.disabled).toBe(false);
  });

  it('counts no rows of the future', () => {
    const offers = offersFor({ startTime: 'today', endTime: '2027-12-31', metric: ['totalSessions'] });
    expect(offers['P1M']?.label).toBe('Monthly – 1 rows');
  });

  it('rules nothing out while the times cannot be read', () => {
    for (const { label, disabled } of Object.values(offersFor({ startTime: 'tomorrow' }))) {
      expect(disabled).toBe(false);
      expect(label).not.toContain('rows');
    }
  });
});
