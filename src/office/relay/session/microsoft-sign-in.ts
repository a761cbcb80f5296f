import { parseJoined, parseSignInOptions, type SignInOptions } from '../../../core/protocol/account';
import { callRelayForJson, type RelayAccess } from '../fetch';
import type { KnownAccount } from './account-store';
import type { MicrosoftIdentity } from './microsoft-identity';

interface MicrosoftSignInDeps {
  readonly access: RelayAccess;
  readonly identity: MicrosoftIdentity;
  /** Where Excel is, as `Excel on the web`. */
  readonly device: () => string | undefined;
}

/** The sign-in of people whom Excel identifies. */
export interface MicrosoftSignInFlow {
  /**
   * An access token of Office's for the relay. It is a secret.
   *
   * @param how.prompt whether Excel may ask the person
   * @returns undefined where the relay doesn't know Microsoft, or Excel gives no token and none is required
   * @throws {FailureError} why there is no token, where one is required
   */
  token(how: { readonly prompt: boolean }): Promise<string | undefined>;
  /**
   * Opens a session for each account that the person has connected on another device.
   * @throws {FailureError} the relay's, as `forbidden` for a user of another organization
   */
  join(microsoftToken: string): Promise<readonly KnownAccount[]>;
}

/** Creates the sign-in with Excel's identity. It asks the relay once whether it takes part. */
export const createMicrosoftSignIn = ({ access, identity, device }: MicrosoftSignInDeps): MicrosoftSignInFlow => {
  let asked: Promise<SignInOptions> | undefined;
  const options = (): Promise<SignInOptions> =>
    (asked ??= callRelayForJson(access, '/auth/options', parseSignInOptions).catch((error: unknown) => {
      asked = undefined;
      throw error;
    }));
  return {
    token: async (how) => {
      const { microsoft } = await options();
      if (microsoft === 'off') return undefined;
      try {
        return await identity.token(how);
      } catch (error) {
        if (microsoft === 'required') throw error;
        return undefined;
      }
    },
    join: async (microsoftToken) => {
      const body = { microsoftToken, device: device() };
      const { sessions } = await callRelayForJson(access, '/auth/microsoft', parseJoined, { method: 'POST', body });
      return sessions.map(({ session, account }) => ({ bearer: session, account }));
    },
  };
};
