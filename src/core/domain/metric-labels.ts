import type { MetricName } from './catalog';

/**
 * A metric's name as words: `uniqueCustomers` is "Unique customers". No label names a unit: Amazon tells none for play
 * time, and whether rates are 0.875 or 87.5.
 */
export const metricLabel = (name: MetricName): string => {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
