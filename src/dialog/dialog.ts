/** The page on which the sign-in window ends: hands the outcome to the pane, or offers a code to type there. */
import './dialog.css';
import { offerCode, outcomeOf, showExpired, showOutcome, type SignInOutcome } from './page';

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
