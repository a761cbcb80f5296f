import * as v from 'valibot';
import { type Failure, FailureError } from '../../../core/domain/failure';
import type { SetTimer } from '../../lib/async';
import { dialogFailure, reportedFailure, signInTimedOut } from './sign-in-errors';

/** A sign-in window that is open or about to open. */
export interface SignInDialog {
  /** The one-time code from the window's page. Rejects with a FailureError when the window ends in another way. */
  readonly code: Promise<string>;
  /** Closes the window. Never throws. */
  close(): void;
}

/**
 * Opens the sign-in window.
 * @param onLost called when Excel reports the window as closed, although it may still be open
 */
export type OpenSignInDialog = (url: string, onLost: () => void) => SignInDialog;

/** The message of the window's page: JSON as text. */
const message = v.pipe(
  v.string(),
  v.parseJson(),
  v.variant('kind', [
    v.object({ kind: v.literal('code'), code: v.string() }),
    v.object({ kind: v.literal('error'), error: v.string(), message: v.string() }),
  ]),
);

type DialogEvent = { message: string; origin: string | undefined } | { error: number };

/**
 * Excel's event code for a window that was closed, or cut off by the identity page's Cross-Origin-Opener-Policy.
 * Sometimes it comes while the window is open and can still send its message.
 * @see {@link https://github.com/OfficeDev/office-js/issues/6548}
 */
const closedOrCutOff = 12006;

/**
 * The code in a message; undefined when the message isn't from the sign-in page.
 * @throws {FailureError} the failure that the page, or the event, reports
 */
const codeIn = (event: DialogEvent, origin: string): string | undefined => {
  if ('error' in event) throw new FailureError(dialogFailure(event.error));
  // An Excel without DialogOrigin 1.1 reports no origin, and delivers only messages from the add-in's own domain.
  if (event.origin !== undefined && event.origin !== origin) return undefined;
  const parsed = v.safeParse(message, event.message);
  if (!parsed.success) return undefined;
  if (parsed.output.kind === 'code') return parsed.output.code;
  throw new FailureError(reportedFailure(parsed.output.error, parsed.output.message));
};

/** Height and width in percent of the screen: Amazon's page needs about 500 × 700 pixels. */
const size = { height: 65, width: 32 };
/** The longest time for a sign-in, in milliseconds: Amazon's own error pages never return to the add-in. */
const patienceMs = 5 * 60_000;

/**
 * Creates the function that opens the sign-in window.
 *
 * @param ui Office's dialog API
 * @param origin the add-in's own origin; messages from others are ignored
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/develop/dialog-api-in-office-add-ins}
 */
export const createSignInDialog =
  (ui: () => Pick<Office.UI, 'displayDialogAsync'>, origin: string, wait: SetTimer): OpenSignInDialog =>
  (url, onLost) => {
    let window: Office.Dialog | undefined;
    let over = false;
    let stopWaiting = (): void => undefined;
    const close = (): void => {
      over = true;
      stopWaiting();
      try {
        window?.close();
      } catch {
        // It is closed already.
      }
      window = undefined;
    };

    const code = new Promise<string>((resolve, reject: (reason: FailureError) => void) => {
      const refuse = (failure: Failure): void => {
        close();
        reject(new FailureError(failure));
      };
      const hear = (event: DialogEvent): void => {
        if ('error' in event && event.error === closedOrCutOff) {
          onLost();
          return;
        }
        try {
          const found = codeIn(event, origin);
          if (found !== undefined) resolve(found);
        } catch (error) {
          close();
          if (error instanceof FailureError) reject(error);
          else refuse(dialogFailure(0));
        }
      };
      stopWaiting = wait(patienceMs, () => refuse(signInTimedOut));
      // office.js adds the callback to the options object, and refuses one that already has it.
      ui().displayDialogAsync(url, { ...size }, ({ status, error, value }) => {
        if (status === Office.AsyncResultStatus.Failed) {
          refuse(dialogFailure(error.code));
          return;
        }
        window = value;
        if (over) {
          close();
          return;
        }
        value.addEventHandler(Office.EventType.DialogMessageReceived, hear);
        value.addEventHandler(Office.EventType.DialogEventReceived, hear);
      });
    });
    return { code, close };
  };
