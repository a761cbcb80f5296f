import * as v from 'valibot';
import { forwardedHeaders, networkIn, type Proxies } from '../lib/forwarded';
import type { Limits, RequestLimits } from './limits';
import { type Misspelt, misspeltIn } from './misspelt';
import {
  bearerToken,
  defaultingTo,
  emptyOr,
  endpoint,
  given,
  list,
  numberFrom,
  optional,
  origin,
  wholeFrom,
} from './setting-types';

/** Levels of the log, loudest last. */
const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

const secretBytes = 32;
/** Random texts of this length have more different characters, even in hex; `changeme` and `0123…` repeated don't. */
const leastDifferent = 9;
const secret = v.pipe(
  v.string(),
  v.check((text) => Buffer.byteLength(text) >= secretBytes && new Set(text).size >= leastDifferent),
  v.check((text) => !/^(.{1,16}?)\1+$/.test(text)),
);
const path = v.string();
/** 0: any number. */
const perMinute = wholeFrom(0, 100_000_000);
const accountName = v.pipe(v.string(), v.regex(/^(amzn1\.account\.\w+|[^\s@]+@[^\s@]+)$/));
const hostName = v.pipe(v.string(), v.regex(/^([\w.-]+|\[[\da-f:]+\])(:\d+)?$/i));
const guid = v.pipe(v.string(), v.uuid());
const network = v.pipe(
  v.string(),
  v.check((text) => networkIn(text) !== undefined),
);

/** Every environment variable that the relay reads. `.env.example` explains them one by one. */
const variables = v.pipe(
  v.object({
    PUBLIC_URL: origin,
    HOST: defaultingTo('127.0.0.1', given('a host name or address')),
    PORT: defaultingTo('3000', wholeFrom(0, 65_535)),
    MAX_CONNECTIONS: defaultingTo('4000', wholeFrom(1, 1_000_000)),
    MAX_CONNECTIONS_PER_ADDRESS: defaultingTo('400', wholeFrom(1, 1_000_000)),
    TRUSTED_PROXIES: defaultingTo(
      '',
      emptyOr(list(network, 'addresses or networks, as 10.0.0.0/8, with commas between')),
    ),
    FORWARDED_HEADER: defaultingTo(
      'x-forwarded-for',
      v.pipe(v.string(), v.toLowerCase(), v.picklist(forwardedHeaders, `one of ${forwardedHeaders.join(', ')}`)),
    ),
    ALLOWED_ACCOUNTS: defaultingTo(
      '',
      emptyOr(list(accountName, 'IDs (amzn1.account.…) or email addresses of Amazon accounts, with commas between')),
    ),
    ALLOWED_HOSTS: defaultingTo('', emptyOr(list(hostName, 'hosts, as relay.internal:3000, with commas between'))),
    LIMIT_SIGN_IN_PER_ADDRESS: defaultingTo('300', perMinute),
    LIMIT_API_PER_ADDRESS: defaultingTo('60000', perMinute),
    LIMIT_API_PER_PERSON: defaultingTo('12000', perMinute),
    LIMIT_PAGES_PER_ADDRESS: defaultingTo('6000', perMinute),
    TLS_CERT: optional(path),
    TLS_KEY: optional(path),
    LWA_CLIENT_ID: given('the client ID of your security profile at Login with Amazon'),
    LWA_CLIENT_SECRET: given('the client secret of your security profile at Login with Amazon'),
    LWA_SCOPE: defaultingTo(
      'profile alexa::ask:skills:read alexa::ask:models:read',
      given('scopes with spaces between'),
    ),
    LWA_AUTHORIZE_ENDPOINT: defaultingTo('https://www.amazon.com/ap/oa', endpoint),
    LWA_TOKEN_ENDPOINT: defaultingTo('https://api.amazon.com/auth/o2/token', endpoint),
    LWA_PROFILE_ENDPOINT: defaultingTo('https://api.amazon.com/user/profile', endpoint),
    SMAPI_ENDPOINT: defaultingTo('https://api.amazonalexa.com', endpoint),
    MUSIC_SKILL_TYPE: defaultingTo('music', given('a name')),
    SESSION_SECRET: list(
      secret,
      `a random text of at least ${secretBytes} bytes, as "openssl rand -base64 32" gives; after a comma the ones before it`,
    ),
    STORE_URL: defaultingTo(
      'file:.data/relay.db',
      v.pipe(
        v.string(),
        v.regex(/^(memory:|file:.+|rediss?:\/\/.+)$/, 'file:PATH, memory:, redis://HOST or rediss://HOST'),
      ),
    ),
    UPSTREAM_RPS: optional(numberFrom(0.1, 10_000)),
    UPSTREAM_RPS_PER_CUSTOMER: optional(numberFrom(0.1, 10_000)),
    UPSTREAM_CONCURRENCY: defaultingTo('16', wholeFrom(1, 1_000)),
    UPSTREAM_CONCURRENCY_PER_CUSTOMER: optional(wholeFrom(1, 1_000)),
    QUESTIONS_PER_PERSON: defaultingTo('5000', wholeFrom(1, 1_000_000)),
    CACHED_DAYS_PER_PERSON: defaultingTo('100000', wholeFrom(1_000, 10_000_000)),
    STREAMS_PER_SESSION: defaultingTo('32', wholeFrom(1, 10_000)),
    RESTATE_DAYS: defaultingTo('7', wholeFrom(0, 35)),
    QUERY_DEADLINE_S: defaultingTo('120', numberFrom(1, 3_600)),
    AUDIT_DAYS: defaultingTo('90', wholeFrom(0, 3_650)),
    METRICS_TOKEN: optional(bearerToken),
    MICROSOFT_CLIENT_ID: optional(
      v.pipe(v.string(), v.uuid('the Application (client) ID of your app registration, a GUID'), v.toLowerCase()),
    ),
    MICROSOFT_TENANTS: defaultingTo('', emptyOr(list(guid, 'tenant IDs, which are GUIDs, with commas between'))),
    MICROSOFT_AUTHORITY: defaultingTo('https://login.microsoftonline.com', origin),
    LOG_LEVEL: defaultingTo('info', v.picklist(logLevels, `one of ${logLevels.join(', ')}`)),
  }),
  v.forward(
    v.check(
      ({ TLS_CERT, TLS_KEY }) => TLS_CERT === undefined || TLS_KEY !== undefined,
      'a path, because TLS_CERT is given',
    ),
    ['TLS_KEY'],
  ),
  v.forward(
    v.check(
      ({ TLS_CERT, TLS_KEY }) => TLS_KEY === undefined || TLS_CERT !== undefined,
      'a path, because TLS_KEY is given',
    ),
    ['TLS_CERT'],
  ),
  v.forward(
    v.check(
      ({ MICROSOFT_CLIENT_ID, MICROSOFT_TENANTS }) =>
        MICROSOFT_TENANTS.length === 0 || MICROSOFT_CLIENT_ID !== undefined,
      'the ID of your app registration, because MICROSOFT_TENANTS is given',
    ),
    ['MICROSOFT_CLIENT_ID'],
  ),
);
type Variables = v.InferOutput<typeof variables>;

/** The names of all environment variables that the relay reads. */
export const settingNames: readonly string[] = Object.keys(variables.entries);

/** The relay's validated settings. */
export interface Settings {
  /** The origin at which Excel reaches the relay: `https://host[:port]`. */
  readonly publicUrl: string;
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
  /** The most connections open at once: in total, and from one address. */
  readonly connections: { readonly most: number; readonly mostOfClient: number };
  /** The proxies whose word the relay takes for a request's sender. */
  readonly proxies: Proxies;
  /** IDs or email addresses of the accounts that may sign in; none: all. */
  readonly allowedAccounts: readonly string[];
  /** Hosts that requests may name beside that of `publicUrl`. */
  readonly allowedHosts: readonly string[];
  /** The most requests a minute. */
  readonly limits: RequestLimits;
  /** Paths of PEM files. Absent: plain HTTP, behind a TLS terminator. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly lwa: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly scope: string;
    readonly authorizeEndpoint: string;
    readonly tokenEndpoint: string;
    readonly profileEndpoint: string;
  };
  readonly smapi: { readonly endpoint: string; readonly musicSkillType: string };
  /** The first encrypts; all decrypt. */
  readonly secrets: readonly string[];
  /** See {@link openStore} for the forms. */
  readonly storeUrl: string;
  /** Limits for requests to SMAPI: of all accounts together, and of each. */
  readonly upstream: { readonly client: Limits; readonly accountId: Partial<Limits> };
  /** The most queries of one person that run at once. */
  readonly queriesPerPerson: number;
  /** The most streams of answers that one session may have open. */
  readonly streamsPerSession: number;
  /** The most days of series that the store keeps of one person. */
  readonly cachedDaysPerPerson: number;
  /** How long after a day's end Amazon may still correct its numbers, in milliseconds. */
  readonly restateMs: number;
  /** The longest time for one query, in milliseconds. */
  readonly queryDeadlineMs: number;
  /** How long the audit keeps an entry, in milliseconds. 0: there is none. */
  readonly auditMs: number;
  /** The app registration for which Excel gets people's Microsoft tokens. Absent: the relay asks for none. */
  readonly microsoft?: {
    readonly clientId: string;
    /** IDs of the tenants whose people may use the relay; none: all. */
    readonly tenants: readonly string[];
    /** Microsoft's login service, an origin. */
    readonly authority: string;
  };
  /** The bearer token that opens `/metrics`. Absent: nobody can read it. */
  readonly metricsToken?: string;
  readonly logLevel: (typeof logLevels)[number];
}

/** An unusable setting, which keeps the relay from starting. Its message names the setting in one line. */
export class SettingError extends Error {
  override readonly name = 'SettingError';

  constructor(setting: string, value: string, accepted: string) {
    // A URL may hold a password.
    const shown =
      /SECRET|TOKEN$/.test(setting) || value.includes('@') ? 'is not usable' : `is ${JSON.stringify(value)}`;
    super(`${setting} ${value === '' ? 'is missing' : shown}: expected ${accepted}`);
  }
}

/** A misspelt setting would be ignored, and its default used instead. */
const misspelt = ({ given, meant }: Misspelt, value: string): SettingError =>
  new SettingError(given, value, `${meant}: there is no setting of this name`);

const toSettings = (env: Variables): Settings => ({
  publicUrl: env.PUBLIC_URL,
  host: env.HOST,
  port: env.PORT,
  connections: { most: env.MAX_CONNECTIONS, mostOfClient: env.MAX_CONNECTIONS_PER_ADDRESS },
  proxies: { trusted: env.TRUSTED_PROXIES, header: env.FORWARDED_HEADER },
  allowedAccounts: env.ALLOWED_ACCOUNTS,
  allowedHosts: env.ALLOWED_HOSTS,
  limits: {
    signIn: env.LIMIT_SIGN_IN_PER_ADDRESS,
    api: env.LIMIT_API_PER_ADDRESS,
    pages: env.LIMIT_PAGES_PER_ADDRESS,
    person: env.LIMIT_API_PER_PERSON,
  },
  ...(env.TLS_CERT === undefined || env.TLS_KEY === undefined ? {} : { tls: { cert: env.TLS_CERT, key: env.TLS_KEY } }),
  lwa: {
    clientId: env.LWA_CLIENT_ID,
    clientSecret: env.LWA_CLIENT_SECRET,
    scope: env.LWA_SCOPE,
    authorizeEndpoint: env.LWA_AUTHORIZE_ENDPOINT,
    tokenEndpoint: env.LWA_TOKEN_ENDPOINT,
    profileEndpoint: env.LWA_PROFILE_ENDPOINT,
  },
  smapi: { endpoint: env.SMAPI_ENDPOINT, musicSkillType: env.MUSIC_SKILL_TYPE },
  secrets: env.SESSION_SECRET,
  storeUrl: env.STORE_URL,
  upstream: {
    client: {
      ...(env.UPSTREAM_RPS === undefined ? {} : { rps: env.UPSTREAM_RPS }),
      concurrency: env.UPSTREAM_CONCURRENCY,
    },
    accountId: {
      ...(env.UPSTREAM_RPS_PER_CUSTOMER === undefined ? {} : { rps: env.UPSTREAM_RPS_PER_CUSTOMER }),
      ...(env.UPSTREAM_CONCURRENCY_PER_CUSTOMER === undefined
        ? {}
        : { concurrency: env.UPSTREAM_CONCURRENCY_PER_CUSTOMER }),
    },
  },
  queriesPerPerson: env.QUESTIONS_PER_PERSON,
  streamsPerSession: env.STREAMS_PER_SESSION,
  cachedDaysPerPerson: env.CACHED_DAYS_PER_PERSON,
  restateMs: env.RESTATE_DAYS * 86_400_000,
  queryDeadlineMs: env.QUERY_DEADLINE_S * 1_000,
  auditMs: env.AUDIT_DAYS * 86_400_000,
  ...(env.MICROSOFT_CLIENT_ID === undefined
    ? {}
    : {
        microsoft: {
          clientId: env.MICROSOFT_CLIENT_ID,
          tenants: env.MICROSOFT_TENANTS.map((tenant) => tenant.toLowerCase()),
          authority: env.MICROSOFT_AUTHORITY,
        },
      }),
  ...(env.METRICS_TOKEN === undefined ? {} : { metricsToken: env.METRICS_TOKEN }),
  logLevel: env.LOG_LEVEL,
});

/**
 * Reads the settings from environment variables. An empty variable counts as absent.
 *
 * @throws {SettingError} for a variable whose name is nearly that of a setting, or else for the first that is missing or
 * unusable
 * @example
 * ```ts
 * const settings = readSettings(process.env);
 * ```
 */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): Settings => {
  const wrong = misspeltIn(Object.keys(env), settingNames);
  if (wrong !== undefined) throw misspelt(wrong, env[wrong.given] ?? '');
  const texts = Object.fromEntries(settingNames.map((name) => [name, env[name]?.trim() ?? '']));
  const parsed = v.safeParse(variables, texts, { abortEarly: true });
  if (parsed.success) return toSettings(parsed.output);
  const [{ message, path: at }] = parsed.issues;
  const name = String(at?.[0].key);
  throw new SettingError(name, texts[name] ?? '', message);
};
