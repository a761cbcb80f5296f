/** Composes sign-in and sessions. */
import type { Lwa } from '../../amazon/login/login-with-amazon';
import type { Settings } from '../config/settings';
import type { Clock } from '../lib/clock';
import type { Log } from '../observability/log';
import type { Telemetry } from '../observability/metrics';
import type { Secrets } from '../observability/redaction/secrets';
import type { StoreHealth } from '../store/health';
import type { Store } from '../store/store';
import { allowAccounts } from './allowed-accounts';
import type { Audit } from './audit/audit';
import type { Sealer } from './encryption';
import { Handoff } from './handoff';
import { MicrosoftSignIn, type VerifyMicrosoftUser } from './microsoft/sign-in';
import { AccessTokens } from './sessions/access-tokens';
import { Connections } from './sessions/connections';
import { MicrosoftUsers } from './sessions/microsoft-users';
import { SessionRecords } from './sessions/session-records';
import { Sessions } from './sessions/sessions';
import { SignOut } from './sessions/sign-out';
import { SignIn } from './sign-in';

export interface AuthDeps {
  readonly settings: Pick<Settings, 'allowedAccounts' | 'publicUrl'>;
  readonly lwa: Lwa;
  /** Absent: people sign in with Amazon alone. */
  readonly microsoft: { readonly verify: VerifyMicrosoftUser; readonly tenants: readonly string[] } | undefined;
  readonly store: Store;
  readonly storeHealth: StoreHealth;
  readonly sealer: Sealer;
  readonly secrets: Secrets;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly telemetry: Telemetry;
  /** Whether the relay is shutting down. */
  readonly stopping: () => boolean;
  /** Called when the last session of an account has ended: nothing of it may stay. */
  readonly forget: (accountId: string) => void;
}

/** The parts that sign people in and out. */
export interface Auth {
  readonly sessions: Sessions;
  readonly accessTokens: AccessTokens;
  readonly signIn: SignIn;
  readonly signOut: SignOut;
  readonly microsoft: MicrosoftSignIn | undefined;
}

/** Creates the parts that sign people in and out. */
export const composeAuth = (deps: AuthDeps): Auth => {
  const { settings, lwa, store, storeHealth, sealer, secrets, audit, clock, log, telemetry, forget } = deps;
  const { now } = clock;
  const isAllowed = allowAccounts(settings.allowedAccounts);
  const users = new MicrosoftUsers(store, sealer);
  const sessions: Sessions = new Sessions({
    records: new SessionRecords({ store, sealer, now, connections: new Connections({ store, sealer, now }) }),
    now,
    isAllowed,
    isAllowedUser: (user) => microsoft?.isAllowed(user) ?? true,
  });
  const signOut = new SignOut({ sessions, users, audit, onLast: forget });
  const accessTokens = new AccessTokens({
    sessions,
    store,
    lwa,
    clock,
    stopping: deps.stopping,
    onRenewal: (outcome) => telemetry.renewals.inc({ outcome }),
    onEnded: (session, ended) => {
      void audit.write({ event: 'revoked', outcome: 'sign_in_required', who: session.account.id });
      signOut
        .forget(session, ended, [])
        .catch((error: unknown) => log.warn({ err: error }, 'the links of a user could not be removed'));
    },
  });
  const microsoft: MicrosoftSignIn | undefined =
    deps.microsoft && new MicrosoftSignIn({ ...deps.microsoft, users, sessions, accessTokens, lwa, secrets });
  const signIn = new SignIn({
    store,
    storeHealth,
    secrets,
    sealer,
    sessions,
    lwa,
    microsoft,
    isAllowed,
    publicUrl: settings.publicUrl,
    now,
    handoff: new Handoff(store, sealer),
  });
  return { sessions, accessTokens, signIn, signOut, microsoft };
};
