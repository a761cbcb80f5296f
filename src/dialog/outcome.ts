/** How a sign-in ended, as the relay wrote it on the page's body. */
export type Outcome =
  /** `words`: three, which the pane that began this sign-in shows as well. */
  | { readonly kind: 'code'; readonly code: string; readonly words: string }
  | { readonly kind: 'error'; readonly error: string; readonly message: string }
  | { readonly kind: 'nothing' };

/** Reads `data-code`, or `data-error` and `data-message`; a page that has neither was opened by hand. */
export const outcomeOf = (data: DOMStringMap): Outcome => {
  const { code, words = '', error, message = '' } = data;
  if (code !== undefined && code !== '') return { kind: 'code', code, words };
  if (error !== undefined && error !== '') return { kind: 'error', error, message };
  return { kind: 'nothing' };
};
