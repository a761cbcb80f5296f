import { type FocusEventHandler, type KeyboardEventHandler, useState } from 'react';

export interface TypingState {
  /** True from the first key until the field is left or sent off: no time for complaints. */
  readonly typing: boolean;
  readonly begin: () => void;
  readonly handlers: { readonly onBlur: FocusEventHandler; readonly onKeyDown: KeyboardEventHandler };
}

/** Whether a field is being typed into. */
export const useTyping = (): TypingState => {
  const [typing, setTyping] = useState(false);
  return {
    typing,
    begin: () => setTyping(true),
    handlers: {
      onBlur: () => setTyping(false),
      onKeyDown: ({ key }) => (key === 'Enter' ? setTyping(false) : undefined),
    },
  };
};
