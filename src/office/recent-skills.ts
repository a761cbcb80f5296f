import * as v from 'valibot';
import { createKept, type Kept, type KeptSettings } from './kept';

/** The skills that were chosen last, the latest first. Nothing here rejects. */
export interface RecentSkills {
  /** Their IDs. */
  list(): Promise<readonly string[]>;
  add(skillId: string): Promise<void>;
}

/** As many as a small pane shows at once. */
const most = 5;

const over = (kept: Kept<string[]>): RecentSkills => ({
  list: () => kept.get(),
  add: async (skillId) => kept.set([skillId, ...(await kept.get()).filter((one) => one !== skillId)].slice(0, most)),
});

export const createRecentSkills = (where: Pick<KeptSettings<unknown>, 'storage' | 'key'>): RecentSkills =>
  over(createKept({ ...where, schema: v.array(v.string()), initial: [] }));
