import type { Outcome } from './outcome';

type Section = 'returning' | 'typing' | 'failed' | 'nothing';

const show = (document: Document, wanted: Section): void => {
  for (const section of document.querySelectorAll('section')) section.hidden = section.id !== wanted;
  // Screen readers speak what has changed.
  document.querySelector<HTMLElement>(`#${wanted} h1`)?.focus();
};

const write = (document: Document, id: string, text: string): void => {
  const element = document.getElementById(id);
  if (element !== null) element.textContent = text;
};

const offerCopy = (document: Document, code: string): void => {
  document.getElementById('copy')?.addEventListener('click', () => {
    navigator.clipboard.writeText(code).then(
      () => write(document, 'copied', 'Copied.'),
      () => write(document, 'copied', 'Select the code and press Ctrl+C.'),
    );
  });
};

/** Shows what came of the sign-in. */
export const showOutcome = (document: Document, outcome: Outcome): void => {
  if (outcome.kind === 'code') show(document, 'returning');
  else if (outcome.kind === 'error') {
    write(document, 'reason', outcome.message === '' ? 'Amazon refused the sign-in.' : outcome.message);
    show(document, 'failed');
  } else show(document, 'nothing');
};

/** Shows the code for typing, where Excel has not closed the window. */
export const showCode = (document: Document, code: string): void => {
  write(document, 'code', code);
  offerCopy(document, code);
  show(document, 'typing');
};
