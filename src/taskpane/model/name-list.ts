/** Names as they are typed into one field, with commas or blanks between. */

export const namesIn = (text: string): readonly string[] => text.split(/[,;\s]+/).filter(Boolean);

/** The name that is being typed: the last one. */
export const lastName = (text: string): string => /[^,;\s]*$/.exec(text)?.[0] ?? '';

/** Those that hold what is being typed at the text's end; all once a whole name stands there. */
export const offeredFor = (text: string, offered: readonly string[]): readonly string[] => {
  const part = lastName(text).toLowerCase();
  return offered.some((name) => name.toLowerCase() === part)
    ? offered
    : offered.filter((name) => name.toLowerCase().includes(part));
};

/** The names with a comma between them, as they are shown. */
export const tidyNames = (text: string): string => namesIn(text).join(', ');

/**
 * The text with a name added, or taken away where it stood already.
 * @param typing the name takes the place of what was typed of it, and the text is ready for the next one
 */
export const toggleName = (text: string, name: string, typing: boolean): string => {
  const names = namesIn(text);
  if (names.includes(name)) return names.filter((one) => one !== name).join(', ');
  const part = lastName(text).toLowerCase();
  const begun = typing && part !== '' && name.toLowerCase().includes(part);
  return [...(begun ? names.slice(0, -1) : names), name].join(', ') + (typing ? ', ' : '');
};
