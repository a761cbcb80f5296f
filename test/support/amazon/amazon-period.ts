import { type AmazonPeriod, amazonPeriods, type Period } from '../../../src/core/domain/catalog';

/** The period, which must be one of Amazon's. */
export const amazonPeriod = (period: Period): AmazonPeriod => {
  const found = amazonPeriods.find((one) => one === period);
  if (found === undefined) throw new Error(`Amazon has no ${period}`);
  return found;
};
