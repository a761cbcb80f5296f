import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { sealSecret, type World } from '../context';
import { type Person, personOf } from '../data/people';
import { seal, unseal } from '../seal';

/** What somebody has allowed a client. */
export interface Grant {
  readonly person: Person;
  readonly scopes: readonly string[];
}

/** What has to be shown again when the code is redeemed. */
export interface CodeGrant extends Grant {
  readonly redirectUri: string;
  /** PKCE's S256 challenge, where the client sent one. */
  readonly challenge: string | undefined;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const codeLifeMs = 300_000;

const payload = v.object({ id: v.string(), person: v.string(), scopes: v.array(v.string()), at: v.number() });
type Payload = v.InferOutput<typeof payload>;

/**
 * Codes and tokens. Tokens look like Amazon's, and outlive a restart of the sandbox; only what has been revoked is
 * remembered.
 */
export class Grants {
  readonly #codes = new Map<string, CodeGrant & { readonly until: number }>();
  readonly #dead = new Set<string>();
  #accessFrom = 0;
  #serial = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** A code that can be redeemed once within five minutes. */
  code(grant: CodeGrant): string {
    const code = `AN${randomBytes(9).toString('hex')}`;
    this.#codes.set(code, { ...grant, until: this.#world.now() + codeLifeMs });
    return code;
  }

  redeem(code: string): CodeGrant | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    return grant === undefined || grant.until <= this.#world.now() ? undefined : grant;
  }

  /** A pair of tokens, as after a sign-in. */
  issue(grant: Grant): Tokens {
    return { accessToken: this.#access(grant), refreshToken: this.#refresh(grant) };
  }

  /** The tokens that a refresh token gives, or undefined where it gives none. */
  renew(refreshToken: string): Tokens | undefined {
    const found = this.#open('Atzr', refreshToken);
    if (found === undefined) return undefined;
    const { grant, id } = found;
    if (this.#world.settings.refreshTokens === 'keep') return { accessToken: this.#access(grant), refreshToken };
    this.#dead.add(id);
    return this.issue(grant);
  }

  /** Whom an access token speaks for, or undefined where it is not valid or not valid any more. */
  check(accessToken: string): Grant | undefined {
    const found = this.#open('Atza', accessToken);
    if (found === undefined) return undefined;
    const young = this.#world.now() < found.at + this.#world.settings.accessTokenTtlS * 1000;
    return young && found.serial >= this.#accessFrom ? found.grant : undefined;
  }

  /** Lets every access token die that there is; refresh tokens live on. */
  expireAccessTokens(): void {
    this.#accessFrom = this.#serial;
  }

  /** Takes a token back, as a person does who removes the app from the account. */
  revoke(token: string): void {
    for (const kind of ['Atza', 'Atzr'] as const) {
      const found = this.#open(kind, token);
      if (found !== undefined) this.#dead.add(found.id);
    }
  }

  #access(grant: Grant): string {
    return this.#token('Atza', grant);
  }

  #refresh(grant: Grant): string {
    return this.#token('Atzr', grant);
  }

  #token(kind: 'Atza' | 'Atzr', { person, scopes }: Grant): string {
    const id = `${this.#serial++}:${randomBytes(6).toString('hex')}`;
    const content: Payload = { id, person: person.id, scopes: [...scopes], at: this.#world.now() };
    return `${kind}|${seal(sealSecret(this.#world), kind, content)}`;
  }

  #open(kind: 'Atza' | 'Atzr', token: string) {
    const [name, body = ''] = token.split('|');
    if (name !== kind) return undefined;
    const parsed = v.safeParse(payload, unseal(sealSecret(this.#world), kind, body));
    if (!parsed.success || this.#dead.has(parsed.output.id)) return undefined;
    const { id, person: personId, scopes, at } = parsed.output;
    const person = personOf(personId);
    return person && { id, at, serial: Number(id.split(':')[0]), grant: { person, scopes } };
  }
}
