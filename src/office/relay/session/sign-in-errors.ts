import type { Failure } from '../../../core/domain/failure';

const again = 'Choose "Sign in with Amazon" to try again.';

/** The sign-in took longer than five minutes. */
export const signInTimedOut: Failure = {
  code: 'deadline_exceeded',
  message: "You didn't finish signing in within five minutes.",
  advice: `${again} If Amazon showed an error page, contact your administrator.`,
};

/** A code was typed without a sign-in in progress. */
export const notBegun: Failure = {
  code: 'cancelled',
  message: "That code doesn't belong to a sign-in in progress.",
  advice: 'Choose "Sign in with Amazon" and type the code that its window shows.',
};

const couldNotOpen: Failure = {
  code: 'unavailable',
  message: "Excel couldn't open the sign-in window.",
  advice: `${again} If it keeps happening, close and reopen the workbook.`,
};

const blocked: Failure = {
  code: 'unavailable',
  message: 'The browser blocked the sign-in window.',
  advice: 'Allow pop-ups for this site, then choose "Sign in with Amazon" again.',
};

const pageFailed: Failure = {
  code: 'unavailable',
  message: "The sign-in page couldn't be loaded.",
  advice: `Check your connection. ${again}`,
};

const notTrusted: Failure = {
  code: 'internal',
  message: "Excel doesn't trust the address of the sign-in page.",
  advice: "Contact your administrator: the page must use https and the add-in's own domain.",
};

/**
 * Failures by the codes of Office's dialog.
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/develop/dialog-handle-errors-events}
 */
const byCode: Readonly<Record<number, Failure>> = {
  12002: pageFailed,
  12003: notTrusted,
  12004: notTrusted,
  12005: notTrusted,
  12007: {
    code: 'cancelled',
    message: 'Another add-in window is already open.',
    advice: `Close that window. ${again}`,
  },
  12009: {
    code: 'cancelled',
    message: "The sign-in window wasn't allowed to open.",
    advice: 'Choose "Sign in with Amazon" again, then choose "Allow" when Excel asks.',
  },
  12011: blocked,
};

/** The failure for an error or event code of Office's dialog; "couldn't open" for unknown codes. */
export const dialogFailure = (code: number): Failure => byCode[code] ?? couldNotOpen;

const maxWords = 300;

/**
 * The failure that the sign-in page reports: `forbidden` when the person declined, else `rejected`.
 *
 * @param error a code of the relay or of OAuth
 * @param message the relay's message
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 | RFC 6749, section 4.1.2.1}
 */
export const reportedFailure = (error: string, message: string): Failure =>
  error === 'access_denied'
    ? {
        code: 'forbidden',
        message: "You didn't allow Amazon to share your skills and their metrics with this add-in.",
        advice: 'Choose "Sign in with Amazon" again and then "Allow", or use another Amazon account.',
      }
    : { code: 'rejected', message: message.slice(0, maxWords) || 'Amazon refused the sign-in.', advice: again };
