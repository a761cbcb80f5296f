import * as v from 'valibot';
import type { Store } from '../../store/store';
import type { Sealer } from '../encryption';
import { auditPrefix, auditPrefixOf } from './audit';
import { auditBlock, type AuditEntry } from './entry';

/** Where entries are, and what opens them. */
export interface AuditSource {
  readonly store: Pick<Store, 'list' | 'getMany'>;
  readonly sealer: Pick<Sealer, 'open'>;
}

const readAtOnce = 100;

/** The time in a key, and what follows it. */
const timeIn = (key: string): string => key.slice(key.lastIndexOf(':') + 1);

/** The entries under some keys, in the order of the keys. What can't be opened is left out. */
async function* entriesUnder(keys: readonly string[], { store, sealer }: AuditSource): AsyncGenerator<AuditEntry[]> {
  for (let from = 0; from < keys.length; from += readAtOnce) {
    const some = keys.slice(from, from + readAtOnce);
    const texts = await store.getMany(some);
    for (const [index, key] of some.entries()) {
      const parsed = v.safeParse(auditBlock, await sealer.open(key, texts[index] ?? ''));
      if (parsed.success) yield parsed.output;
    }
  }
}

/**
 * All entries, in the order of time, as they were written.
 * @throws {StoreError} when the store is unusable
 */
export async function* allEntries(source: AuditSource): AsyncGenerator<AuditEntry> {
  const keys = await source.store.list(auditPrefix);
  const ordered = [...keys].sort((one, other) => (timeIn(one) < timeIn(other) ? -1 : 1));
  for await (const block of entriesUnder(ordered, source)) yield* block;
}

/**
 * A person's own entries, the latest first.
 *
 * @param most how many at most
 * @throws {StoreError} when the store is unusable
 */
export const ownEntries = async (accountId: string, most: number, source: AuditSource): Promise<AuditEntry[]> => {
  const keys = [...(await source.store.list(auditPrefixOf(accountId)))].reverse();
  const entries: AuditEntry[] = [];
  for await (const block of entriesUnder(keys, source)) {
    entries.push(...block.reverse());
    if (entries.length >= most) break;
  }
  return entries.slice(0, most);
};
