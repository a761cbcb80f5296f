/** Requests a minute, by whom and for what. 0: any number. */
export interface RequestLimits {
  /** Of one address: starts, callbacks and redemptions of sign-ins. */
  readonly signIn: number;
  /** Of one address: the API. */
  readonly api: number;
  /** Of one address: everything else. */
  readonly pages: number;
  /** Of one person: whatever needs a session. */
  readonly person: number;
}

/** A request that is one too many. */
export interface LimitRefusal {
  readonly by: 'address' | 'person';
  readonly waitMs: number;
}
