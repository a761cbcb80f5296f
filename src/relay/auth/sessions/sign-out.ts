import type { Audit } from '../audit/audit';
import type { SessionEntry } from './connections';
import { isSameUser, type MicrosoftUsers } from './microsoft-users';
import type { Session } from './session-records';
import type { Sessions } from './sessions';

export interface SignOutDeps {
  readonly sessions: Sessions;
  readonly users: MicrosoftUsers;
  readonly audit: Pick<Audit, 'write'>;
  /** Called when the last session of an account has ended. */
  readonly onLast: (accountId: string) => void;
}

/** Who asks to end sessions. */
export interface SignOutRequest {
  readonly session: Session;
  readonly address: string;
}

/**
 * Ends sessions of an account, and removes what they leave: the links of Microsoft users; with the last session, all
 * that is known of the account.
 */
export class SignOut {
  readonly #deps: SignOutDeps;

  constructor(deps: SignOutDeps) {
    this.#deps = deps;
  }

  /**
   * Ends the sessions that `which` chooses.
   * @returns how many sessions have ended
   * @throws {StoreError} when the store is unusable
   */
  async end({ session, address }: SignOutRequest, which: (entry: SessionEntry) => boolean): Promise<number> {
    const { sessions, audit } = this.#deps;
    const { connection, account } = session;
    const { ended, left } = await sessions.end(connection, which);
    for (const { id } of ended) {
      const outcome = id === session.id ? 'signed_out' : 'signed_out_elsewhere';
      await audit.write({ event: 'sign_out', outcome, who: account.id, address });
    }
    await this.forget(session, ended, left);
    return ended.length;
  }

  /**
   * Removes what ended sessions leave.
   * @param left the sessions of the account that are still open
   * @throws {StoreError} when the store is unusable
   */
  async forget(
    { connection, account }: Pick<Session, 'connection' | 'account'>,
    ended: readonly SessionEntry[],
    left: readonly SessionEntry[],
  ): Promise<void> {
    const { users, onLast } = this.#deps;
    if (ended.length > 0 && left.length === 0) onLast(account.id);
    for (const { microsoftUser } of ended)
      if (microsoftUser !== undefined && !left.some((other) => isSameUser(other.microsoftUser, microsoftUser)))
        await users.unlink(microsoftUser, connection);
  }
}
