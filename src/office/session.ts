import type { Failure } from '../core/failure';
import type { Account } from '../core/wire';

/** Whether somebody is signed in, as far as the add-in knows. */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed-out'; readonly reason?: Failure }
  | { readonly kind: 'signing-in' }
  | { readonly kind: 'signed-in'; readonly account: Account };

/** The one session of the add-in with its relay. */
export interface Session {
  state(): SessionState;
  /** Tells of every change of state; gives what stops it. */
  subscribe(listener: (state: SessionState) => void): () => void;
  /** Asks the relay once who is signed in; further calls share that answer. Never rejects. */
  restore(): Promise<void>;
  /** Opens the sign-in window. Settles always and never rejects: the outcome is the state. */
  signIn(): Promise<void>;
  /** Ends the sign-in that is under way by a code that its window showed. Never rejects. */
  finishWithCode(code: string): Promise<void>;
  /** Closes the sign-in window; the state is signed-out without a reason. */
  cancelSignIn(): void;
  /** Has the relay forget the person's tokens and forgets the session here. Never rejects. */
  signOut(): Promise<void>;
  /** What the `Authorization` header carries; undefined where nobody is signed in. */
  bearer(): Promise<string | undefined>;
  /** The relay no longer knows the session. */
  ended(failure: Failure): void;
}
