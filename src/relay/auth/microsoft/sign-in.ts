import type { Lwa } from '../../../amazon/login/login-with-amazon';
import { FailureError } from '../../../core/domain/failure';
import type { Account } from '../../../core/protocol/stream';
import type { Secrets } from '../../observability/redaction/secrets';
import type { AccessTokens } from '../sessions/access-tokens';
import type { MicrosoftUser } from '../sessions/connections';
import type { MicrosoftUsers } from '../sessions/microsoft-users';
import type { OpenedSession, Session } from '../sessions/session-records';
import type { Sessions } from '../sessions/sessions';

/**
 * Finds out who an access token of Office is about.
 * @throws {FailureError} `sign_in_required` for an unusable token, `forbidden` for another organization's user,
 * `unavailable` when Microsoft's keys can't be read
 */
export type VerifyMicrosoftUser = (token: string, signal: AbortSignal) => Promise<MicrosoftUser>;

export interface MicrosoftSignInDeps {
  readonly verify: VerifyMicrosoftUser;
  /** The IDs of the organizations whose users may use the relay; none: everybody may, also without Microsoft. */
  readonly tenants: readonly string[];
  readonly users: MicrosoftUsers;
  readonly sessions: Sessions;
  readonly accessTokens: AccessTokens;
  readonly lwa: Pick<Lwa, 'profile'>;
  readonly secrets: Secrets;
}

/** How long names are waited for, in milliseconds: people can do without. */
const namesMs = 3_000;

const identityRequired = (): FailureError =>
  new FailureError({
    code: 'forbidden',
    message: "This server is for certain organizations, and Excel didn't say who you are.",
    advice: 'Sign in to Excel with your work account, and then sign in here again.',
  });

/**
 * The sign-in of people whom Office identifies: they sign in with Amazon once, and then use the account on every device.
 */
export class MicrosoftSignIn {
  readonly #deps: MicrosoftSignInDeps;
  readonly #tenants: ReadonlySet<string>;

  constructor(deps: MicrosoftSignInDeps) {
    this.#deps = deps;
    this.#tenants = new Set(deps.tenants.map((tenant) => tenant.toLowerCase()));
  }

  /** Whether every session needs a Microsoft user of a named organization. */
  get isRequired(): boolean {
    return this.#tenants.size > 0;
  }

  /** Whether a session of this user is still allowed; undefined: of a person without Microsoft's identity. */
  isAllowed(user: MicrosoftUser | undefined): boolean {
    return !this.isRequired || (user !== undefined && this.#tenants.has(user.tenant));
  }

  /**
   * Finds out who signs in.
   *
   * @param token Office's access token; absent in an Excel without one
   * @returns undefined without a token, where none is required
   * @throws {FailureError} `forbidden` when one is required, or the failure of the verification
   */
  async identify(token: string | undefined, signal: AbortSignal): Promise<MicrosoftUser | undefined> {
    if (token !== undefined) return this.#deps.verify(token, signal);
    if (this.isRequired) throw identityRequired();
    return undefined;
  }

  /** Notes that a user has connected an account. */
  link(user: MicrosoftUser, connection: string): Promise<void> {
    return this.#deps.users.link(user, connection);
  }

  /**
   * Opens a session for each account that a user has connected on another device.
   *
   * @param token Office's access token
   * @returns the latest connected first; none when the user has to sign in with Amazon
   * @throws {FailureError} the failure of the verification
   * @throws {StoreError} when the store is unusable
   */
  async join(token: string, device: string | undefined, signal: AbortSignal): Promise<readonly OpenedSession[]> {
    const { users, sessions, secrets } = this.#deps;
    const user = await this.#deps.verify(token, signal);
    const opened: { bearer: string; session: Session }[] = [];
    for (const connection of [...(await users.connectionsOf(user))].reverse()) {
      const joined = await sessions.join(connection, user, device);
      if (joined === undefined) {
        await users.unlink(user, connection);
        continue;
      }
      secrets.hold(joined.bearer);
      opened.push(joined);
    }
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(namesMs)]);
    return Promise.all(
      opened.map(async ({ bearer, session }) => ({ session: bearer, account: await this.#profile(session, inTime) })),
    );
  }

  /** The relay keeps no names: Amazon is asked for them, and their lack doesn't matter. */
  async #profile(session: Session, signal: AbortSignal): Promise<Account> {
    const { accessTokens, lwa, secrets } = this.#deps;
    const { id } = session.account;
    try {
      const profile = await lwa.profile(await accessTokens.of(session).accessToken(signal), signal);
      return profile.id === id ? secrets.redactAccount(profile) : { id };
    } catch {
      return { id };
    }
  }
}
