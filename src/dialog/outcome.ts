/** How a sign-in ended, as the relay wrote it on the page's body. */
export type Outcome =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'error'; readonly error: string; readonly message: string }
  | { readonly kind: 'nothing' };

/** Reads `data-code`, or `data-error` and `data-message`; a page that has neither was opened by hand. */
export const outcomeOf = (data: DOMStringMap): Outcome => {
  const { code, error, message = '' } = data;
  if (code !== undefined && code !== '') return { kind: 'code', code };
  if (error !== undefined && error !== '') return { kind: 'error', error, message };
  return { kind: 'nothing' };
};
