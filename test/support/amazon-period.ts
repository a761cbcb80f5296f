import { isAmazonPeriod, type AmazonPeriod, type Period } from '../../src/core/domain/catalog';

/** The period, which must be one of Amazon's. */
export const amazonPeriod = (period: Period): AmazonPeriod => {
  if (isAmazonPeriod(period)) return period;
  throw new Error(`Amazon has no ${period}`);
};
