import * as v from 'valibot';
import { FailureError, type Failure } from '../../core/domain/failure';
import type { SetTimer } from '../lib/timers';
import { dialogFailure, reportedFailure, signInTimedOut } from './sign-in-errors';

/** A sign-in window that is open, or about to be. */
export interface SignInDialog {
  /** The one-time code; rejects with a FailureError where the window ends in any other way. */
  readonly code: Promise<string>;
  close(): void;
}

/** @param onLost hears that Excel has lost sight of the window, which may live all the same */
export type OpenSignInDialog = (url: string, onLost: () => void) => SignInDialog;

/** What the window's page sends: JSON text. */
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
 * Excel says so when somebody has closed the window, when the identity page has cut it off by a Cross-Origin-Opener-Policy,
 * and now and then while it is open and can still send its message. Source: https://github.com/OfficeDev/office-js/issues/6548
 */
const closedOrCutOff = 12006;

/** The code in the page's message; undefined where the message is not from the sign-in page. Throws what the page reports. */
const codeIn = (event: DialogEvent, origin: string): string | undefined => {
  if ('error' in event) throw new FailureError(dialogFailure(event.error));
  // Excel before DialogOrigin 1.1 tells no origin, and delivers messages of the add-in's own domain only.
  if (event.origin !== undefined && event.origin !== origin) return undefined;
  const parsed = v.safeParse(message, event.message);
  if (!parsed.success) return undefined;
  if (parsed.output.kind === 'code') return parsed.output.code;
  throw new FailureError(reportedFailure(parsed.output.error, parsed.output.message));
};

/** Height and width in percent of the screen: Amazon's page needs about 500 × 700 pixels. */
const size = { height: 65, width: 32 };
/** Amazon's own error pages never come back to us, so somebody must stop waiting. */
const patienceMs = 5 * 60_000;

/**
 * Opens the sign-in window.
 * @param ui Office's dialog API
 * @param origin the add-in's own, from which alone messages are taken
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
      // office.js writes the callback into the options, and refuses options that hold one already.
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
