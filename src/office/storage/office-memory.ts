/** What the add-in remembers for the pane. */
import { officeStorage, storageKey } from './office-storage';
import { createPaceMemory } from './pace';
import { createRecentList } from './persisted';

export const recentSkills = createRecentList({ storage: officeStorage, key: () => storageKey('recent-skills') });

export const recentZones = createRecentList({ storage: officeStorage, key: () => storageKey('recent-zones') });

export const pace = createPaceMemory({
  storage: officeStorage,
  key: () => storageKey('pace'),
  clock: () => performance.now(),
});
