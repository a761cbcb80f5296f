import { type CryptoKey, importJWK } from 'jose';
import * as v from 'valibot';
import { raceAbort } from '../../../amazon/http/deadline';
import { exchange } from '../../../amazon/http/exchange';
import type { Instant } from '../../../core/domain/instant';
import { keysUnavailable } from './failures';

/** A public key with which Microsoft signs. */
export interface SigningKey {
  readonly key: CryptoKey;
  /** The issuer whose tokens it may sign; `{tenantid}` in it stands for any tenant. Absent: any. */
  readonly issuer?: string;
}

export interface SigningKeys {
  /**
   * Finds a key by the `kid` of a token's header.
   *
   * @returns undefined when Microsoft has no such key
   * @throws {FailureError} `unavailable` when the keys can't be fetched; the failure that the signal was aborted with,
   * or `cancelled`
   */
  find(kid: string, signal: AbortSignal): Promise<SigningKey | undefined>;
}

interface SigningKeysDeps {
  /** The address of the JWK set. */
  readonly url: URL;
  readonly fetch: typeof fetch;
  readonly now: () => Instant;
  /**
   * The longest time for a fetch, in milliseconds.
   * @default 5_000
   */
  readonly timeoutMs?: number;
}

/** Microsoft may change keys at any time; a withdrawn key is accepted no longer than this. */
const freshMs = 3_600_000;
/** While no newer keys can be fetched, known ones serve this long. */
const longestMs = 86_400_000;
/** Tokens with unknown keys, and failures, cause no more than one fetch in this time. */
const coolDownMs = 30_000;
const coolDownAfterFailureMs = 5_000;
/** Microsoft's set has about 20 KB. */
const maxBytes = 500_000;

const keySet = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ keys: v.array(v.looseObject({ kty: v.optional(v.string()) })) }),
);
const rsaKey = v.object({
  kty: v.literal('RSA'),
  kid: v.pipe(v.string(), v.nonEmpty()),
  use: v.optional(v.literal('sig')),
  n: v.string(),
  e: v.string(),
  issuer: v.optional(v.string()),
});

/** The keys for signatures among those of a JWK set (RFC 7517, section 5). Others are left out. */
const readKeys = async (text: string): Promise<ReadonlyMap<string, SigningKey>> => {
  const found = new Map<string, SigningKey>();
  for (const one of v.parse(keySet, text).keys) {
    const parsed = v.safeParse(rsaKey, one);
    if (!parsed.success) continue;
    const { kid, kty, n, e, issuer } = parsed.output;
    const key = await importJWK({ kty, n, e }, 'RS256').catch(() => undefined);
    if (key !== undefined && !(key instanceof Uint8Array))
      found.set(kid, { key, ...(issuer === undefined ? {} : { issuer }) });
  }
  if (found.size === 0) throw new Error('the JWK set has no keys for signatures');
  return found;
};

/**
 * Creates the signing keys behind an address. They are fetched when they are needed, kept for an hour, and fetched
 * again for a token with an unknown key. Unlike jose's createRemoteJWKSet, failures cool down, too, known keys outlive
 * an outage, and the issuer of each key is kept.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens}
 */
export const createSigningKeys = ({ url, fetch, now, timeoutMs = 5_000 }: SigningKeysDeps): SigningKeys => {
  let keys: ReadonlyMap<string, SigningKey> = new Map();
  let [fetchedAt, failedAt] = [-Infinity, -Infinity];
  let lastError: unknown;
  let fetching: Promise<void> | undefined;
  const isWithin = (since: Instant, ms: number): boolean => now() >= since && now() < since + ms;

  const fetchKeys = async (): Promise<void> => {
    try {
      const { status, text } = await exchange({
        fetch,
        url,
        init: { headers: { accept: 'application/json' } },
        what: "Microsoft's signing keys",
        signal: new AbortController().signal,
        timeoutMs,
        maxBytes,
      });
      if (status !== 200) throw new Error(`Microsoft's signing keys: HTTP ${status}`);
      keys = await readKeys(text);
      [fetchedAt, failedAt] = [now(), -Infinity];
    } catch (error) {
      [failedAt, lastError] = [now(), error];
    }
  };
  /** Never rejects; afterwards the keys are newer, or `failedAt` is. */
  const refetched = async (signal: AbortSignal): Promise<void> => {
    if (isWithin(failedAt, coolDownAfterFailureMs)) return;
    fetching ??= fetchKeys().finally(() => (fetching = undefined));
    await raceAbort(fetching, signal);
  };

  return {
    find: async (kid, signal) => {
      if (!isWithin(fetchedAt, freshMs)) await refetched(signal);
      const known = isWithin(fetchedAt, longestMs) ? keys.get(kid) : undefined;
      if (known !== undefined) return known;
      if (!isWithin(fetchedAt, coolDownMs)) await refetched(signal);
      if (!isWithin(fetchedAt, coolDownMs)) throw keysUnavailable(lastError);
      return keys.get(kid);
    },
  };
};
