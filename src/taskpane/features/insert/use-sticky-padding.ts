import { useEffect, type RefObject } from 'react';

/** Keeps what has the focus clear of an element that sticks to the pane's end, however high that is at the time. */
export const useClearance = (sticking: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const { current } = sticking;
    // Tests without a browser have no layout.
    if (current === null || !('ResizeObserver' in window)) return undefined;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      const sticks = getComputedStyle(current).position === 'sticky';
      style.scrollPaddingBottom = sticks ? `${current.offsetHeight + 8}px` : '';
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
      style.scrollPaddingBottom = '';
    };
  }, [sticking]);
};
