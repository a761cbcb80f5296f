import * as v from 'valibot';
import { hashOf } from '../../lib/session-token';
import type { Store } from '../../store/store';
import type { Sealer } from '../encryption';
import type { MicrosoftUser } from './connections';

const content = v.object({ connections: v.array(v.string()) });

const lifetimeMs = 180 * 86_400_000;
const maxTries = 20;
/** Accounts of one user; the oldest goes. */
const maxConnections = 20;

const keyOf = ({ tenant, id }: MicrosoftUser): string => `microsoft-user:${hashOf(`${tenant} ${id}`)}`;

/** Whether two users are the same. */
export const isSameUser = (one: MicrosoftUser | undefined, other: MicrosoftUser | undefined): boolean =>
  one?.id === other?.id && one?.tenant === other?.tenant;

/**
 * Which connections users of Microsoft Entra ID have opened, so that they sign in with Amazon once, and use the account
 * on every device. It is an index only: what a user may open is what the connection says. Methods throw a StoreError
 * when the store is unusable.
 */
export class MicrosoftUsers {
  readonly #store: Store;
  readonly #sealer: Sealer;

  constructor(store: Store, sealer: Sealer) {
    this.#store = store;
    this.#sealer = sealer;
  }

  /** The IDs of a user's connections, the latest last. Some may have ended. */
  async connectionsOf(user: MicrosoftUser): Promise<readonly string[]> {
    const key = keyOf(user);
    return this.#opened(key, await this.#store.get(key));
  }

  /** Notes that a user has opened a connection. */
  link(user: MicrosoftUser, connection: string): Promise<void> {
    return this.#change(user, (known) => [...known.filter((one) => one !== connection), connection]);
  }

  /** Notes that a user no longer has a session of a connection. */
  unlink(user: MicrosoftUser, connection: string): Promise<void> {
    return this.#change(user, (known) => known.filter((one) => one !== connection));
  }

  async #opened(key: string, text: string | undefined): Promise<readonly string[]> {
    const parsed = v.safeParse(content, text && (await this.#sealer.open(key, text)));
    return parsed.success ? parsed.output.connections : [];
  }

  async #change(user: MicrosoftUser, change: (known: readonly string[]) => readonly string[]): Promise<void> {
    const key = keyOf(user);
    for (let tries = 0; tries < maxTries; tries += 1) {
      const text = await this.#store.get(key);
      const connections = change(await this.#opened(key, text)).slice(-maxConnections);
      const next = connections.length === 0 ? undefined : await this.#sealer.seal(key, { connections });
      if (text === undefined && next === undefined) return;
      if (await this.#store.compareAndSet(key, text, next, { ttlMs: lifetimeMs })) return;
    }
    throw new Error("a user's connections changed too often to be written");
  }
}
