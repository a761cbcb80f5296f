/** The page on which the sign-in window ends: hands the outcome to the pane, or offers a code to type there. */
import './dialog.css';

/** How a sign-in ended, as the relay wrote it on the page's body. */
type SignInOutcome =
  /** `words`: three, which the pane that began this sign-in shows as well. */
  | { readonly kind: 'code'; readonly code: string; readonly words: string }
  | { readonly kind: 'error'; readonly error: string; readonly message: string }
  | { readonly kind: 'nothing' };

/** Reads `data-code`, or `data-error` and `data-message`; a page that has neither was opened by hand. */
const outcomeOf = (data: DOMStringMap): SignInOutcome => {
  const { code, words = '', error, message = '' } = data;
  if (code !== undefined && code !== '') return { kind: 'code', code, words };
  if (error !== undefined && error !== '') return { kind: 'error', error, message };
  return { kind: 'nothing' };
};

type Section = 'returning' | 'offering' | 'typing' | 'expired' | 'failed' | 'nothing';

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
const showOutcome = (document: Document, outcome: SignInOutcome): void => {
  if (outcome.kind === 'code') show(document, 'returning');
  else if (outcome.kind === 'error') {
    write(document, 'reason', outcome.message === '' ? 'Amazon refused the sign-in.' : outcome.message);
    show(document, 'failed');
  } else show(document, 'nothing');
};

/** Shows the code on request only: a stranger may have sent the link to this page. */
const offerCode = (document: Document, { code, words }: Extract<SignInOutcome, { kind: 'code' }>): void => {
  for (const element of document.querySelectorAll('.words')) element.textContent = words;
  document.getElementById('show')?.addEventListener('click', () => {
    write(document, 'code', code);
    offerCopy(document, code);
    show(document, 'typing');
  });
  show(document, 'offering');
};

/** Says that the code is of no use any more, where Excel has not closed the window. */
const showExpired = (document: Document): void => {
  write(document, 'code', '');
  show(document, 'expired');
};

/** Excel closes the window as soon as the pane has heard of the outcome; longer than this, it will not. */
const patienceMs = 3_000;
/** The relay takes no older code. */
const codeMs = 60_000;

/** Never rejects: a window without its opener can't report anything. */
const tellPane = async (outcome: SignInOutcome): Promise<void> => {
  try {
    await Office.onReady();
    Office.context.ui.messageParent(JSON.stringify(outcome), { targetOrigin: location.origin });
  } catch {
    // The code is offered for typing.
  }
};

const outcome = outcomeOf(document.body.dataset);
showOutcome(document, outcome);
if (outcome.kind !== 'nothing') void tellPane(outcome);
if (outcome.kind === 'code') {
  setTimeout(() => offerCode(document, outcome), patienceMs);
  setTimeout(() => showExpired(document), codeMs);
}
