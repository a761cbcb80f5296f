import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

/** What a token says, and how it is signed. What is left out is as Microsoft does it. */
export interface TokenOptions {
  /** The tenant's ID. Default: that of Contoso. */
  readonly tenant?: string;
  /** The person's object ID. Default: Ada's. */
  readonly oid?: string;
  /** The client ID of the app registration. Default: that of the stand-in. */
  readonly audience?: string;
  readonly issuer?: string;
  readonly scope?: string;
  readonly version?: string;
  /** Seconds from now to the end. Default: 3,600; negative: it has ended. */
  readonly expiresInS?: number;
  /** Seconds from now to the begin. Default: 0. */
  readonly notBeforeS?: number;
  /** `HS256` takes the public key as the secret, as attackers do. Default: `RS256`. */
  readonly algorithm?: 'RS256' | 'none' | 'HS256';
  /** The key: the newest, the one before it, or one that isn't published although it has the newest one's ID. */
  readonly key?: 'newest' | 'former' | 'foreign';
  /** The key's ID in the header. Default: that of the key. */
  readonly kid?: string;
  /** Claims that replace those above; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** What the endpoint of the keys does: answer, fail with 503, answer never, with no key, elsewhere, or with nonsense. */
export type KeysFault = 'none' | 'down' | 'silent' | 'empty' | 'redirect' | 'nonsense' | 'endless';

/** IDs with which tokens are made unless others are asked for. */
export const standIn = {
  clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  tenant: '6babcaad-604b-40ac-a9d7-9fd97c0b779f',
  person: '11d4b29c-0f3e-4b3d-9f5c-6a1e2c7d8e90',
};

/** What a published key says about itself. */
interface KeyRules {
  /** The tenant whose tokens it signs. Default: all, which it says; `unsaid`: it says nothing. */
  readonly tenant?: string;
  /** Default: `sig`. */
  readonly use?: 'sig' | 'enc';
}

interface Pair {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly rules: KeyRules;
}

const newPair = (rules: KeyRules = {}): Pair => ({
  kid: randomUUID(),
  rules,
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }),
});
/** Keys take a moment to make: every issuer of a process begins with the same. */
const kept = new Map<'first' | 'foreign', Pair>();
function keptPair(name: 'first' | 'foreign'): Pair {
  const pair = kept.get(name) ?? newPair();
  kept.set(name, pair);
  return pair;
}
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A stand-in for Microsoft Entra: its signing keys, and tokens as Excel gets them for an add-in. */
export class Issuer {
  /** Its address, as the relay's `MICROSOFT_AUTHORITY`. */
  authority = 'http://localhost';
  fault: KeysFault = 'none';
  /** What each token of {@link mint} is like unless it is asked for otherwise: for whoever gets it over HTTP. */
  defaults: TokenOptions = {};
  /** How often the keys have been asked for. */
  asked = 0;
  readonly #now: () => number;
  #pairs: readonly [Pair, ...Pair[]] = [keptPair('first')];
  #former: Pair | undefined;

  /** @param now the time in milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Publishes a new key, and signs with it; the former ones stay or go. */
  rotate({ keep = true, ...rules }: { readonly keep?: boolean } & KeyRules = {}): void {
    [this.#former] = this.#pairs;
    this.#pairs = [newPair(rules), ...(keep ? this.#pairs : [])];
  }

  /** The published keys, as the JWK set of Microsoft's v2.0 endpoint. */
  keys(): { readonly keys: readonly Readonly<Record<string, unknown>>[] } {
    return {
      keys: this.#pairs.map(({ kid, publicKey, rules: { tenant = '{tenantid}', use = 'sig' } }) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid,
        use,
        ...(tenant === 'unsaid' ? {} : { issuer: `${this.authority}/${tenant}/v2.0` }),
      })),
    };
  }

  /** A token. */
  mint(options: TokenOptions = {}): string {
    const asked = { ...this.defaults, ...options };
    const { tenant = standIn.tenant, algorithm = 'RS256', key = 'newest' } = asked;
    const pair = this.#pair(key);
    const kid = asked.kid ?? (key === 'foreign' ? this.#pairs[0].kid : pair.kid);
    const seconds = Math.floor(this.#now() / 1000);
    const header = encoded({ typ: 'JWT', alg: algorithm, kid });
    const payload = encoded({
      aud: asked.audience ?? standIn.clientId,
      iss: asked.issuer ?? `${this.authority}/${tenant}/v2.0`,
      iat: seconds,
      nbf: seconds + (asked.notBeforeS ?? 0),
      exp: seconds + (asked.expiresInS ?? 3600),
      azp: 'd3590ed6-52b3-4102-aeff-aad2292ab01c',
      name: 'Ada Lovelace',
      preferred_username: 'ada@contoso.example',
      oid: asked.oid ?? standIn.person,
      scp: asked.scope ?? 'access_as_user',
      sub: `sub-${asked.oid ?? standIn.person}`,
      tid: tenant,
      ver: asked.version ?? '2.0',
      ...asked.claims,
    });
    return `${header}.${payload}.${signature(`${header}.${payload}`, algorithm, pair)}`;
  }

  #pair(key: 'newest' | 'former' | 'foreign'): Pair {
    if (key === 'foreign') return keptPair('foreign');
    return key === 'former' ? (this.#former ?? this.#pairs[0]) : this.#pairs[0];
  }
}

function signature(signed: string, algorithm: 'RS256' | 'none' | 'HS256', { privateKey }: Pair): string {
  if (algorithm === 'none') return '';
  if (algorithm === 'RS256') return sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
  const secret = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
  return createHmac('sha256', secret).update(signed).digest('base64url');
}
