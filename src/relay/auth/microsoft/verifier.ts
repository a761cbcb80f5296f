import { errors, jwtVerify } from 'jose';
import * as v from 'valibot';
import { createSharedAbort } from '../../../amazon/http/deadline';
import type { Instant } from '../../../core/domain/instant';
import type { MicrosoftUser } from '../sessions/connections';
import {
  scopeMissing,
  tenantNotAllowed,
  tokenExpired,
  tokenForOthers,
  tokenInvalid,
  tokenOfVersion1,
} from './failures';
import { createSigningKeys, type SigningKey } from './signing-keys';

export interface MicrosoftVerifier {
  /**
   * Verifies the access token that Excel got for this add-in. The token is a secret: it stands in no message.
   *
   * @returns the IDs of the tenant and of its user; neither name nor email address
   * @throws {FailureError} `sign_in_required` for a token that has expired or isn't valid here; `forbidden` when the
   * tenant isn't allowed or the registration is incomplete; `unavailable` when Microsoft's keys can't be fetched;
   * the failure that the signal was aborted with, or `cancelled`
   */
  verify(token: string, signal?: AbortSignal): Promise<MicrosoftUser>;
}

interface MicrosoftVerifierDeps {
  /** The ID of the app registration, a GUID. */
  readonly clientId: string;
  /** IDs of the tenants whose people may use the relay; none: all tenants, that of personal accounts included. */
  readonly tenants: readonly string[];
  /** The origin at which Excel reaches the relay: a part of the Application ID URI. */
  readonly publicUrl: string;
  /**
   * Microsoft's login service; national clouds have their own.
   * @default 'https://login.microsoftonline.com'
   */
  readonly authority?: string;
  readonly fetch: typeof fetch;
  readonly now: () => Instant;
  /**
   * The longest time for fetching Microsoft's keys, in milliseconds.
   * @default 5_000
   */
  readonly timeoutMs?: number;
}

const scope = 'access_as_user';
/** Clocks may disagree by so many seconds. */
const toleranceS = 60;
/** Microsoft's tokens have 1 to 4 KB; more isn't worth the work of reading. */
const longestToken = 32_000;

const guid = v.pipe(v.string(), v.uuid(), v.toLowerCase());
/** @see {@link https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference} */
const claims = v.object({ iss: v.string(), tid: guid, oid: guid, ver: v.string(), scp: v.optional(v.string(), '') });

/** The failure for what jose throws. Its errors hold the token's claims, so that none of them becomes a cause. */
const refusalOf = (error: unknown): unknown => {
  if (error instanceof errors.JWTExpired) return tokenExpired(error.code);
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
    return tokenForOthers(`${error.code} aud`);
  if (error instanceof errors.JOSEError) return tokenInvalid(error.code);
  return error instanceof TypeError ? tokenInvalid('unusable key or token') : error;
};

/** Whether a key may sign the tokens of an issuer: some keys are those of one tenant alone. */
const maySign = ({ issuer: owner }: SigningKey, issuer: string, tenant: string): boolean =>
  owner === undefined || owner.replace('{tenantid}', tenant) === issuer;

/**
 * Creates the verifier of Microsoft access tokens, version 2.0. Version 1.0 is refused: the registration asks for 2.0
 * (`requestedAccessTokenVersion`), as Microsoft's guide for Office and office-addin-sso do.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens}
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/develop/register-sso-add-in-aad-v2}
 * @example
 * ```ts
 * const microsoft = createMicrosoftVerifier({ ...settings.microsoft, publicUrl: settings.publicUrl, fetch, now });
 * const { tenant, id } = await microsoft.verify(token);
 * ```
 */
export const createMicrosoftVerifier = ({
  clientId,
  tenants,
  publicUrl,
  authority = 'https://login.microsoftonline.com',
  ...deps
}: MicrosoftVerifierDeps): MicrosoftVerifier => {
  const url = new URL(`${authority}/common/discovery/v2.0/keys`);
  const keys = createSigningKeys({ ...deps, url });
  const allowed = new Set(tenants.map((tenant) => tenant.toLowerCase()));
  const audience = [clientId, `api://${new URL(publicUrl).host}/${clientId}`];

  const claimsOf = async (token: string, signal: AbortSignal) => {
    if (token.length > longestToken) throw tokenInvalid('longer than any token of Microsoft');
    let signer: SigningKey | undefined;
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          signer = kid === undefined ? undefined : await keys.find(kid, signal);
          if (signer === undefined) throw new errors.JWKSNoMatchingKey();
          return signer.key;
        },
        {
          algorithms: ['RS256'],
          audience,
          clockTolerance: toleranceS,
          currentDate: new Date(deps.now()),
          requiredClaims: ['exp', 'iss', 'tid', 'oid'],
        },
      );
      return { payload, signer };
    } catch (error) {
      throw refusalOf(error);
    }
  };

  return {
    verify: async (token, signal = createSharedAbort().signal) => {
      const { payload, signer } = await claimsOf(token, signal);
      if (payload['ver'] === '1.0') throw tokenOfVersion1();
      const parsed = v.safeParse(claims, payload);
      if (!parsed.success || signer === undefined) throw tokenInvalid('claims of another form');
      const { iss, tid, oid, scp } = parsed.output;
      if (iss !== `${authority}/${tid}/v2.0` || !maySign(signer, iss, tid)) throw tokenInvalid('another issuer');
      if (allowed.size > 0 && !allowed.has(tid)) throw tenantNotAllowed(tid);
      if (!scp.split(' ').includes(scope)) throw scopeMissing();
      return { tenant: tid, id: oid };
    },
  };
};
