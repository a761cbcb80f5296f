import * as v from 'valibot';
import { createKept, type Kept, type KeptSettings } from './persisted';

/** What was chosen last, such as skills by their IDs, the latest first. Nothing here rejects. */
export interface RecentList {
  list(): Promise<readonly string[]>;
  add(item: string): Promise<void>;
}

/** As many as a small pane shows at once. */
const most = 5;

const over = (kept: Kept<string[]>): RecentList => ({
  list: () => kept.get(),
  add: async (item) => kept.set([item, ...(await kept.get()).filter((one) => one !== item)].slice(0, most)),
});

export const createRecentList = (where: Pick<KeptSettings<unknown>, 'storage' | 'key'>): RecentList =>
  over(createKept({ ...where, schema: v.array(v.string()), initial: [] }));
