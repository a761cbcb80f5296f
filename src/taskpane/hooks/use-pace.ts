import { useEffect, useState } from 'react';
import { firstPace, type Pace } from '../../core/windows/query-size';
import type { PaceMemory } from '../../office/storage/pace';

/**
 * How fast answers have come lately.
 * @param when looks again where this has changed
 */
export const usePace = (memory: Pick<PaceMemory, 'get'>, when: unknown): Pace => {
  const [pace, setPace] = useState(firstPace);
  useEffect(() => {
    let here = true;
    void memory.get().then((latest) => (here ? setPace(latest) : undefined));
    return () => {
      here = false;
    };
  }, [memory, when]);
  return pace;
};
