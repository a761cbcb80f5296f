import type { Settings } from './settings';

/** What the sandbox takes from outside. */
export interface World {
  /** Looked at anew for every request. */
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits some milliseconds, or until the signal says that nobody waits any more. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The last instant of which data tell anything. */
export const dataEnd = ({ settings, now }: World): number => Math.min(now(), settings.cutOff ?? Infinity);

/** The secret behind everything that the sandbox seals. */
export const sealSecret = ({ settings }: World): string => `${settings.seed} ${settings.clientSecret}`;
