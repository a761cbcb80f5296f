import { type RefObject, useEffect, useRef } from 'react';

/**
 * Moves the focus to where people go on in each view that follows another: to the first field of a form, else to the
 * heading. The view that comes up by itself after the pane's start takes no focus: people may be typing in a cell.
 */
export const useViewFocus = <T extends HTMLElement>(view: string, start: string): RefObject<T | null> => {
  const root = useRef<T>(null);
  const shown = useRef(view);
  useEffect(() => {
    const before = shown.current;
    shown.current = view;
    if (before === view || before === start) return;
    const field = root.current?.querySelector<HTMLElement>('[data-first-field] input');
    (field ?? root.current?.querySelector<HTMLElement>('h1'))?.focus();
  }, [view, start]);
  return root;
};
