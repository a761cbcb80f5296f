import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Tokens } from '../../amazon/login/login-with-amazon';
import { FailureError } from '../../core/domain/failure';
import type { Account } from '../../core/protocol/stream';
import { hashOf, isSameSecret } from '../lib/session-token';
import type { Store } from '../store/store';
import { type Sealer } from './encryption';

/**
 * The alphabet of the one-time codes, which people read in one window and type into another: no I, L, O or U.
 * @see {@link https://www.crockford.com/base32.html | Crockford's Base 32}
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const codeLength = 8;

/** Turns eight random bytes into a code of 40 bits, such as `7G4K-Q0ZD`. */
const formatCode = (bytes: Uint8Array): string =>
  [...bytes]
    .slice(0, codeLength)
    .map((byte) => alphabet.charAt(byte % alphabet.length))
    .join('')
    .replace(/^.{4}/, '$&-');

/** Normalises a typed code: lower case, spaces, a missing dash, O for 0, I or L for 1. */
const normalizeCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1').replace(/^.{4}/, '$&-');

/** The outcome of a finished sign-in. */
export interface SignedIn {
  readonly account: Account;
  readonly tokens: Tokens;
}

const lifetimeMs = 60_000;
/** A code has 40 bits; five guesses leave a stranger one chance in 200 billion. */
const maxTries = 5;

const content = v.object({
  code: v.string(),
  account: v.object({ id: v.string(), name: v.exactOptional(v.string()), email: v.exactOptional(v.string()) }),
  tokens: v.object({ accessToken: v.string(), refreshToken: v.exactOptional(v.string()), expiresAt: v.number() }),
});

const noSuchCode = (): FailureError =>
  new FailureError({
    code: 'sign_in_required',
    message: 'This sign-in code is wrong, was already used, or is more than a minute old.',
    advice: 'Sign in again.',
  });

/** The S256 challenge of a verifier (RFC 7636, section 4.2). */
const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/**
 * Passes a finished sign-in from the pop-up window, which may be cut off, to the pane that started it. The store keeps
 * it under the pane's challenge, so that the code is worthless without the pane's verifier, and the verifier without
 * the code.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7636 | RFC 7636 (PKCE)}
 */
export class Handoff {
  readonly #store: Store;
  readonly #sealer: Sealer;

  constructor(store: Store, sealer: Sealer) {
    this.#store = store;
    this.#sealer = sealer;
  }

  /**
   * Leaves a sign-in for the pane, for 60 seconds.
   *
   * @param challenge the S256 challenge of the pane's verifier
   * @returns the one-time code to collect it with, such as `7G4K-Q0ZD`
   * @throws {StoreError} when the store is unusable
   */
  async leave(challenge: string, signedIn: SignedIn): Promise<string> {
    const key = `hand-over:${challenge}`;
    const code = formatCode(randomBytes(codeLength));
    await this.#store.set(key, await this.#sealer.seal(key, { code, ...signedIn }), { ttlMs: lifetimeMs });
    return code;
  }

  /**
   * Collects a sign-in. It can be collected once.
   *
   * @param typed the code, perhaps as a person typed it
   * @throws {FailureError} `sign_in_required` when the code or the verifier is wrong, used or too old
   * @throws {StoreError} when the store is unusable
   */
  async collect(typed: string, verifier: string): Promise<SignedIn> {
    const challenge = challengeOf(verifier);
    const key = `hand-over:${challenge}`;
    const sealed = await this.#store.get(key);
    if (sealed === undefined) throw noSuchCode();
    // The counter outlives the sign-in, which it begins after. Deleting it here could hit a right code on its way.
    const tries = await this.#store.increment(`hand-over-tries:${hashOf(sealed)}`, { ttlMs: lifetimeMs });
    const opened = v.safeParse(content, await this.#sealer.open(key, sealed));
    if (!opened.success || tries > maxTries) throw noSuchCode();
    const { code, ...signedIn } = opened.output;
    if (!isSameSecret(code, normalizeCode(typed))) throw noSuchCode();
    if (!(await this.#store.compareAndSet(key, sealed, undefined))) throw noSuchCode();
    return signedIn;
  }
}
