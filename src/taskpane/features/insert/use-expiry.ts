import { useEffect, useState } from 'react';

/** Long enough to read a sentence twice. Unit: milliseconds. */
const readingMs = 8_000;

export interface ExpiryHandlers {
  readonly onMouseEnter: () => void;
  readonly onMouseLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/**
 * Has a message leave by itself, but not while somebody points at it or has the focus in it.
 * @returns handlers for the message's element
 */
export const useExpiry = (onExpire: () => void, ms = readingMs): ExpiryHandlers => {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const isHeld = isPointed || isFocused;
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(onExpire, ms);
    return () => clearTimeout(timer);
  }, [isHeld, onExpire, ms]);
  return {
    onMouseEnter: () => setPointed(true),
    onMouseLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  };
};
