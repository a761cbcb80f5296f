import * as v from 'valibot';
import { delay, type SetTimer, setTimer } from '../../lib/async';
import { identityFailure, identityTooSlow, unsupportedCode } from './microsoft-identity-errors';

/** Who uses this Excel, in Microsoft's words. */
export interface MicrosoftIdentity {
  /**
   * Gets an access token for the relay from Excel, which keeps tokens and renews them: don't store it. The token is a
   * secret.
   *
   * @param options.prompt whether Excel may ask the person to sign in or to consent
   * @throws {NoIdentityError} why there is none; its `reason` says whether to go on without one
   */
  token(options: { readonly prompt: boolean }): Promise<string>;
}

type Auth = Pick<Office.Auth, 'getAccessToken'>;

/** The longest time for a token, in milliseconds: in silence, and while the person may be asked. */
const silentMs = 30_000;
const promptMs = 5 * 60_000;

/** Codes after which the same call may succeed: how long to wait before, in milliseconds, and how often to try again. */
const retries: Readonly<Record<number, { readonly ms: number; readonly times: number }>> = {
  13006: { ms: 1_000, times: 1 },
  13008: { ms: 1_000, times: 5 },
  // Excel counts the calls: more than one would prolong it.
  13013: { ms: 5_000, times: 1 },
};

/** Codes after which a prompt may help: not signed in, with an account that isn't Microsoft's, without consent. */
const promptable: ReadonlySet<number | undefined> = new Set([13001, 13003, 13005]);

const officeError = v.object({ code: v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.number()) });

/** The code in an error of office.js; undefined when there is none. */
const codeOf = (error: unknown): number | undefined => {
  const parsed = v.safeParse(officeError, error);
  return parsed.success ? parsed.output.code : undefined;
};

type Outcome = { readonly token: string } | { readonly code: number | undefined; readonly error: unknown };

const ask = async (auth: Auth, prompts: boolean): Promise<Outcome> => {
  try {
    const token = await auth.getAccessToken({ allowSignInPrompt: prompts, allowConsentPrompt: prompts });
    return token === '' ? { code: undefined, error: new Error('an empty token') } : { token };
  } catch (error) {
    return { code: codeOf(error), error };
  }
};

/**
 * Creates the source of Microsoft tokens. It first asks Excel in silence, and then, if it may, with a prompt; it waits
 * where Excel is busy; and it never waits without end. Calls at the same time share one question to Excel, which takes
 * no second one meanwhile.
 *
 * @param auth Office's API; undefined where Excel doesn't have it (IdentityAPI 1.3)
 * @see {@link https://learn.microsoft.com/javascript/api/office/office.auth}
 */
export const createMicrosoftIdentity = (auth: () => Auth | undefined, wait: SetTimer): MicrosoftIdentity => {
  const askAgain = async (api: Auth, prompts: boolean, isOver: () => boolean): Promise<Outcome> => {
    for (const tried = new Map<number, number>(); ;) {
      const outcome = await ask(api, prompts);
      if ('token' in outcome || outcome.code === undefined) return outcome;
      const { ms, times } = retries[outcome.code] ?? { ms: 0, times: 0 };
      const before = tried.get(outcome.code) ?? 0;
      if (before >= times) return outcome;
      tried.set(outcome.code, before + 1);
      await delay(wait, ms);
      if (isOver()) return outcome;
    }
  };

  const obtain = async (prompt: boolean, isOver: () => boolean): Promise<string> => {
    const api = auth();
    if (api === undefined) throw identityFailure(unsupportedCode);
    let outcome = await askAgain(api, false, isOver);
    if (prompt && 'code' in outcome && promptable.has(outcome.code) && !isOver())
      outcome = await askAgain(api, true, isOver);
    if ('token' in outcome) return outcome.token;
    throw identityFailure(outcome.code, outcome.error);
  };

  const inTime = async (prompt: boolean): Promise<string> => {
    let [over, stop] = [false, (): void => undefined];
    const late = new Promise<never>((_, reject) => {
      stop = wait(prompt ? promptMs : silentMs, () => reject(identityTooSlow()));
    });
    try {
      return await Promise.race([obtain(prompt, () => over), late]);
    } finally {
      over = true;
      stop();
    }
  };

  let running: { readonly prompt: boolean; readonly token: Promise<string> } | undefined;
  const run = (prompt: boolean, work: Promise<string>): Promise<string> => {
    const mine = {
      prompt,
      token: work.finally(() => {
        if (running === mine) running = undefined;
      }),
    };
    running = mine;
    return mine.token;
  };
  return {
    token: ({ prompt }) => {
      if (running === undefined) return run(prompt, inTime(prompt));
      if (running.prompt || !prompt) return running.token;
      return run(
        true,
        running.token.catch(() => inTime(true)),
      );
    },
  };
};

/** Creates the source of Microsoft tokens with Office's API and the browser's timer. */
export const createOfficeIdentity = (): MicrosoftIdentity =>
  createMicrosoftIdentity(
    () => (Office.context.requirements.isSetSupported('IdentityAPI', '1.3') ? Office.auth : undefined),
    setTimer,
  );
