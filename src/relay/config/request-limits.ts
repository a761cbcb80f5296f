/** The most requests a minute that the relay accepts. 0 means any number. */
export interface RequestLimits {
  /** From one address, to start, finish or redeem a sign-in. */
  readonly signIn: number;
  /** From one address, to the API. */
  readonly api: number;
  /** From one address, to everything else. */
  readonly pages: number;
  /** From one signed-in person, to everything that needs a session. */
  readonly person: number;
}

/** Why a request exceeds a limit. */
export interface LimitRefusal {
  /** Whose limit it exceeds. */
  readonly by: 'address' | 'person';
  /** Milliseconds until the request would be accepted. */
  readonly waitMs: number;
}
