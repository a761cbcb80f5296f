/** What the add-in remembers for the pane. */
import { officeStorage, storageKey } from './office-storage';
import { createPaceMemory } from './pace-memory';
import { createRecentSkills } from './recent-skills';

export const recentSkills = createRecentSkills({ storage: officeStorage, key: () => storageKey('recent-skills') });

export const pace = createPaceMemory({
  storage: officeStorage,
  key: () => storageKey('pace'),
  clock: () => performance.now(),
});
