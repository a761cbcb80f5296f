/** The values that the add-in keeps for the pane. */
import { officeStorage, storageKey } from './office-storage';
import { createPaceMemory } from './pace';
import { createRecentList } from './persisted';

/** The IDs of the skills that were chosen last. */
export const recentSkills = createRecentList({ storage: officeStorage, key: () => storageKey('recent-skills') });

/** The time zones that were chosen last. */
export const recentZones = createRecentList({ storage: officeStorage, key: () => storageKey('recent-zones') });

/** How fast answers have arrived lately. */
export const pace = createPaceMemory({
  storage: officeStorage,
  key: () => storageKey('pace'),
  clock: () => performance.now(),
});
