import * as v from 'valibot';

/** Who is signed in to Excel with Microsoft; tests switch it. */
export interface MicrosoftAccount {
  /**
   * Signed in; or not, so that a prompt signs in; or not, and the person cancels the prompt. Without somebody who issues
   * tokens Excel isn't signed in.
   */
  state: 'signed-in' | 'signed-out' | 'declines';
  /** The code of office.js with which so many of the next calls fail. */
  refusal: { readonly code: number; times: number } | undefined;
}

/** Gives a token of the account; `undefined` where nobody issues tokens. */
export type IssueToken = () => Promise<string | undefined>;

/** office.js's answer to `getAccessToken`. */
export interface TokenAnswer {
  readonly Version: 1;
  readonly Error: number;
  readonly accessToken?: string;
}

const codes = { notSignedIn: 13_001, declined: 13_002, serverError: 13_007, alreadyAsking: 13_008 };
const refused = (code: number): TokenAnswer => ({ Version: 1, Error: code });

const options = v.object({ allowSignInPrompt: v.optional(v.boolean(), false) });

/**
 * Answers `Office.auth.getAccessToken` as Excel on the web does: one call at a time, and a prompt only where the add-in allows
 * it. The prompt itself is not drawn.
 * @see https://learn.microsoft.com/office/dev/add-ins/develop/troubleshoot-sso-in-office-add-ins
 */
export function createIdentity(account: MicrosoftAccount, issue: IssueToken): (data: unknown) => Promise<TokenAnswer> {
  let asking = false;

  const answer = async (prompts: boolean): Promise<TokenAnswer> => {
    if (account.refusal !== undefined && account.refusal.times > 0) {
      account.refusal.times -= 1;
      return refused(account.refusal.code);
    }
    if (account.state === 'declines') return refused(prompts ? codes.declined : codes.notSignedIn);
    if (account.state === 'signed-out' && !prompts) return refused(codes.notSignedIn);
    const accessToken = await issue();
    if (accessToken === undefined) return refused(codes.notSignedIn);
    account.state = 'signed-in';
    return { Version: 1, Error: 0, accessToken };
  };

  return async (data) => {
    const { allowSignInPrompt } = v.parse(options, data);
    if (asking) return refused(codes.alreadyAsking);
    asking = true;
    try {
      return await answer(allowSignInPrompt);
    } catch {
      return refused(codes.serverError);
    } finally {
      asking = false;
    }
  };
}

/** Asks the preview's server, which knows who issues tokens. */
export async function issueToken(): Promise<string | undefined> {
  const response = await fetch('/access-token', { cache: 'no-store' });
  if (!response.ok) throw new Error(await response.text());
  return response.status === 204 ? undefined : response.text();
}
