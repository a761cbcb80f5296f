import { useEffect, useRef, type RefObject } from 'react';

/**
 * Moves the focus to the heading of each view that follows another, so that keyboard and screen reader go on from there.
 * The view that comes up by itself after the pane's start takes no focus: people may be typing in a cell.
 */
export const useHeadingFocus = <T extends HTMLElement>(view: string, start: string): RefObject<T | null> => {
  const root = useRef<T>(null);
  const shown = useRef(view);
  useEffect(() => {
    const before = shown.current;
    shown.current = view;
    if (before !== view && before !== start) root.current?.querySelector<HTMLElement>('h1')?.focus();
  }, [view, start]);
  return root;
};
