import { describe, expect, it } from 'vitest';
import { RetryBudget } from '../../../src/amazon/http/retry';

/** How many tries one request may make that fails each time. */
const triesOfOne = (budget: RetryBudget): number => {
  let failed = 1;
  while (budget.spend(failed)) failed += 1;
  return failed;
};

describe('a retry budget', () => {
  it('lets one request that never succeeds fail soon', () => {
    expect(triesOfOne(new RetryBudget())).toBe(25);
  });

  it('is common to the requests of a query, so that one pays what another has spent', () => {
    const budget = new RetryBudget({ free: 2 });
    expect([budget.spend(1), budget.spend(1), budget.spend(1)]).toEqual([true, true, false]);
  });

  it('grows with every answer', () => {
    const budget = new RetryBudget({ free: 0 });
    expect(budget.spend(1)).toBe(false);
    budget.earn();
    expect([budget.spend(2), budget.spend(1)]).toEqual([true, false]);
  });
});
