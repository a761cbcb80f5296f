import type { Failure } from '../../core/domain/failure';

const again = 'Choose "Sign in with Amazon" to try again.';

export const signInTimedOut: Failure = {
  code: 'deadline_exceeded',
  message: "You didn't finish signing in within five minutes.",
  advice: `${again} If Amazon showed an error page, contact your administrator.`,
};

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

/** By Office's error codes. Source: Microsoft's page "Handle errors and events in the Office dialog box". */
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

/** What an error or event code of Office's dialog means for a sign-in. */
export const dialogFailure = (code: number): Failure => byCode[code] ?? couldNotOpen;

const maxWords = 300;

/**
 * What the sign-in page reports, as a failure.
 * @param error a code of RFC 6749 section 4.1.2.1, or of the relay's own
 * @param message the relay's words for it
 */
export const reportedFailure = (error: string, message: string): Failure =>
  error === 'access_denied'
    ? {
        code: 'forbidden',
        message: "You didn't allow Amazon to share your skills and their metrics with this add-in.",
        advice: 'Choose "Sign in with Amazon" again and then "Allow", or use another Amazon account.',
      }
    : { code: 'rejected', message: message.slice(0, maxWords) || 'Amazon refused the sign-in.', advice: again };
