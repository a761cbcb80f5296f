import { type KeyboardEvent, useState } from 'react';

/** Something to choose. */
export interface Choice {
  /** Tells it from the others. */
  readonly value: string;
  /** Its name in plain words. */
  readonly label: string;
  /** Choices of one group follow one another under its name. */
  readonly group?: string;
  /** Shown, but not to be chosen. */
  readonly disabled?: boolean;
}

export interface ComboBoxOptions<C extends Choice> {
  /** What is offered for what has been typed; everything for an empty text. */
  readonly search: (typed: string) => readonly C[];
  /** Values of the choices that are chosen. */
  readonly chosen: readonly string[];
  /** `typing`: something has been typed since the last choice. */
  readonly onChoose: (choice: C, typing: boolean) => void;
  /** The list stays open for another choice. */
  readonly multiple: boolean;
  /** Hears what is typed; left out, typing only searches. */
  readonly onText?: ((text: string) => void) | undefined;
  readonly onOpen?: (() => void) | undefined;
}

export interface ComboBoxState<C extends Choice> {
  readonly open: boolean;
  /** The text typed since the last choice; undefined if there is none. */
  readonly typed: string | undefined;
  readonly choices: readonly C[];
  /** Index of the choice that Enter takes; -1 for none. */
  readonly active: number;
  readonly show: () => void;
  readonly hide: () => void;
  /** Somebody has left the field. */
  readonly leave: () => void;
  readonly type: (text: string) => void;
  readonly choose: (choice: C) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The next choice that can be chosen, from an index on and round the end; -1 where there is none. */
const nextFrom = (choices: readonly Choice[], from: number, step: 1 | -1): number => {
  for (let tried = 0; tried < choices.length; tried++) {
    const index = (from + step * tried + choices.length * 2) % choices.length;
    if (choices[index]?.disabled !== true) return index;
  }
  return -1;
};

/**
 * A text field with a list of choices. The focus stays in the field.
 * Source: WAI-ARIA Authoring Practices, "Combobox Pattern" with a listbox popup.
 */
export const useComboBox = <C extends Choice>(deps: ComboBoxOptions<C>): ComboBoxState<C> => {
  const { search, chosen, onChoose, multiple, onText, onOpen } = deps;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string>();
  const [active, setActive] = useState(-1);
  const choices = open ? search(typed ?? '') : [];

  const show = (): void => {
    if (open) return;
    onOpen?.();
    setOpen(true);
    setActive(search(typed ?? '').findIndex(({ value }) => chosen.includes(value)));
  };
  const hide = (): void => setOpen(false);
  const type = (text: string): void => {
    if (!open) onOpen?.();
    setOpen(true);
    setTyped(text);
    onText?.(text);
    const found = search(text);
    const first = nextFrom(found, 0, 1);
    // Enter is never to take away what is chosen already.
    setActive(text.trim() !== '' && !chosen.includes(found[first]?.value ?? '') ? first : -1);
  };
  const choose = (choice: C): void => {
    if (choice.disabled === true) return;
    onChoose(choice, typed !== undefined);
    setTyped(undefined);
    if (multiple) setActive(search('').findIndex(({ value }) => value === choice.value));
    else hide();
  };
  const move = (step: 1 | -1): void => {
    if (!open) show();
    else setActive(nextFrom(choices, active < 0 && step < 0 ? -1 : active + step, step));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const choice = open ? choices[active] : undefined;
    const act = {
      ArrowDown: () => move(1),
      ArrowUp: () => (event.altKey ? hide() : move(-1)),
      Enter: choice === undefined ? undefined : () => choose(choice),
      Escape: open ? hide : undefined,
    }[event.key];
    if (event.key === 'Enter' && choice === undefined) setTyped(undefined);
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const leave = (): void => {
    hide();
    setTyped(undefined);
  };
  return { open, typed, choices, active, show, hide, leave, type, choose, onKeyDown };
};
