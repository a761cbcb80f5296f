import * as v from 'valibot';
import { faultKeys } from './faults/faults';

const text = v.pipe(v.string(), v.nonEmpty('a text that is not empty'));
const whole = (low: number, high: number) => {
  const accepted = `a whole number from ${low} to ${high}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/, accepted),
    v.transform(Number),
    v.minValue(low, accepted),
    v.maxValue(high, accepted),
  );
};
const oneOf = <const T extends readonly string[]>(...words: T) => v.picklist(words, `one of ${words.join(', ')}`);
const urls = v.pipe(
  v.string(),
  v.transform((list) => list.split(',').map((url) => url.trim())),
  v.array(v.pipe(v.string(), v.url('URLs, separated by commas'))),
);
const ids = v.pipe(
  v.string(),
  v.transform((list) => list.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()]))),
);
const instant = v.pipe(
  v.string(),
  v.isoTimestamp('an instant such as 2026-08-01T00:00:00Z'),
  v.transform((at) => Date.parse(at)),
);

/** Each setting as the environment gives it, after the prefix SANDBOX_. */
const fields = {
  /** 0: a free one. */
  PORT: v.optional(whole(0, 65_535), '3002'),
  /** All data follow from it. */
  SEED: v.optional(text, 'sandbox'),
  /** The one client that may ask people to sign in, and where it may send them back to. */
  CLIENT_ID: v.optional(text, 'amzn1.application-oa2-client.sandbox'),
  CLIENT_SECRET: v.optional(text, 'sandbox-client-secret'),
  REDIRECT_URIS: v.optional(urls, 'https://localhost:3000/auth/callback,http://localhost:3000/auth/callback'),
  /** Whether the sign-in page cuts itself off from the window that opened it, as identity providers may at any time. */
  OPENER: v.optional(oneOf('keep', 'cut'), 'keep'),
  ACCESS_TOKEN_TTL_S: v.optional(whole(1, 86_400), '3600'),
  /** Both have been seen from Amazon. */
  EXPIRES_IN: v.optional(oneOf('number', 'string'), 'number'),
  /** Whether a renewal gives a new refresh token; the old one ends with it. */
  REFRESH_TOKENS: v.optional(oneOf('keep', 'rotate'), 'keep'),
  /** The most points in a page of metrics: Amazon's model says 50, its documentation 100,000. */
  PAGE_CAP: v.optional(whole(1, 100_000), '50'),
  /** What becomes of a maxResults above the cap: a page as large as the cap, or Amazon's 400. */
  OVERSIZE: v.optional(oneOf('cap', 'reject'), 'cap'),
  LATENCY_MS: v.optional(whole(0, 60_000), '0'),
  /** Requests to SMAPI a second; beyond it 429. 0: as many as come. */
  RPS: v.optional(whole(0, 100_000), '0'),
  /** Ids of people whose every call is answered with 429, separated by commas, or `everyone`. */
  THROTTLED: v.optional(ids, ''),
  /** So many of the next calls are answered with 429; it counts down. */
  THROTTLE_NEXT: v.optional(whole(0, 100_000), '0'),
  /** The form of Retry-After in a 429. */
  RETRY_AFTER: v.optional(oneOf('none', 'seconds', 'date'), 'none'),
  /** What Retry-After says. */
  RETRY_AFTER_S: v.optional(whole(0, 86_400), '1'),
  /** A fault of the table in faults.ts, for all skills or those of FAULT_SKILLS. */
  FAULT: v.optional(oneOf('none', ...faultKeys), 'none'),
  /** Ids of the skills that FAULT strikes, separated by commas. Left out: all. */
  FAULT_SKILLS: v.optional(ids, ''),
  /** Of a hundred questions for metrics, so many fail at random: 503 in HTML, a reset, or a body that is cut off. */
  FLAKY: v.optional(whole(0, 100), '0'),
  /** Whether FAULT strikes questions for metrics alone, or every call of SMAPI. */
  FAULT_ON: v.optional(oneOf('metrics', 'everything'), 'metrics'),
  /** Whether errors, ids and the profile name the secrets that came with the request, and in which form. */
  ECHO: v.optional(oneOf('none', 'plain', 'url', 'every', 'json', 'base64', 'part'), 'none'),
  /** Where: in errors, ids and the profile, in every answer's texts for people, or in every text of every answer. */
  ECHO_IN: v.optional(oneOf('errors', 'names', 'everything'), 'errors'),
  /** Further texts that are named beside them, separated by commas. Not in errors alone. */
  ECHO_ALSO: v.optional(ids, ''),
  /** How 400 looks: as Amazon's model says (violations), or as it has been seen (one message). */
  ERROR_FORM: v.optional(oneOf('spec', 'live'), 'spec'),
  /** Whether the quarter-hour that begins at endTime is still asked for. */
  END_TIME: v.optional(oneOf('exclusive', 'inclusive'), 'exclusive'),
  /** Whether buckets in which nothing happened are told. */
  ZEROS: v.optional(oneOf('given', 'omitted'), 'given'),
  ORDER: v.optional(oneOf('ascending', 'descending', 'shuffled'), 'ascending'),
  /** Minutes that a finished quarter-hour may take until it is counted. */
  LAG_MINUTES: v.optional(whole(0, 10_080), '0'),
  /** Data end here, as if time had stopped. Left out: they end now. */
  CUT_OFF: v.optional(instant),
};

const schema = v.object(fields);
type Fields = v.InferOutput<typeof schema>;

/** The sandbox's settings. They may be changed while it runs: the next request goes by the new ones. */
export interface Settings {
  port: Fields['PORT'];
  seed: Fields['SEED'];
  clientId: Fields['CLIENT_ID'];
  clientSecret: Fields['CLIENT_SECRET'];
  redirectUris: readonly string[];
  opener: Fields['OPENER'];
  accessTokenTtlS: Fields['ACCESS_TOKEN_TTL_S'];
  expiresIn: Fields['EXPIRES_IN'];
  refreshTokens: Fields['REFRESH_TOKENS'];
  pageCap: Fields['PAGE_CAP'];
  oversize: Fields['OVERSIZE'];
  latencyMs: Fields['LATENCY_MS'];
  rps: Fields['RPS'];
  throttled: readonly string[];
  throttleNext: Fields['THROTTLE_NEXT'];
  retryAfter: Fields['RETRY_AFTER'];
  retryAfterS: Fields['RETRY_AFTER_S'];
  fault: Fields['FAULT'];
  flaky: Fields['FLAKY'];
  faultSkills: readonly string[];
  faultOn: Fields['FAULT_ON'];
  echo: Fields['ECHO'];
  echoIn: Fields['ECHO_IN'];
  echoAlso: readonly string[];
  errorForm: Fields['ERROR_FORM'];
  endTime: Fields['END_TIME'];
  zeros: Fields['ZEROS'];
  order: Fields['ORDER'];
  lagMinutes: Fields['LAG_MINUTES'];
  cutOff: number | undefined;
}

/** A setting that cannot be: the message names it, what it was, and what would do. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

const prefix = 'SANDBOX_';

const settingsOf = (fields: Fields): Settings => ({
  port: fields.PORT,
  seed: fields.SEED,
  clientId: fields.CLIENT_ID,
  clientSecret: fields.CLIENT_SECRET,
  redirectUris: fields.REDIRECT_URIS,
  opener: fields.OPENER,
  accessTokenTtlS: fields.ACCESS_TOKEN_TTL_S,
  expiresIn: fields.EXPIRES_IN,
  refreshTokens: fields.REFRESH_TOKENS,
  pageCap: fields.PAGE_CAP,
  oversize: fields.OVERSIZE,
  latencyMs: fields.LATENCY_MS,
  rps: fields.RPS,
  throttled: fields.THROTTLED,
  throttleNext: fields.THROTTLE_NEXT,
  retryAfter: fields.RETRY_AFTER,
  retryAfterS: fields.RETRY_AFTER_S,
  fault: fields.FAULT,
  flaky: fields.FLAKY,
  faultSkills: fields.FAULT_SKILLS,
  faultOn: fields.FAULT_ON,
  echo: fields.ECHO,
  echoIn: fields.ECHO_IN,
  echoAlso: fields.ECHO_ALSO,
  errorForm: fields.ERROR_FORM,
  endTime: fields.END_TIME,
  zeros: fields.ZEROS,
  order: fields.ORDER,
  lagMinutes: fields.LAG_MINUTES,
  cutOff: fields.CUT_OFF,
});

/**
 * Settings from variables such as SANDBOX_PORT; an empty one counts as left out.
 *
 * @throws SettingError for a value that cannot be, and for a name that no setting has.
 */
export const settingsFrom = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const given = Object.entries(environment)
    .filter(([name, value]) => name.startsWith(prefix) && value !== undefined && value !== '')
    .map(([name, value]): [string, string | undefined] => [name.slice(prefix.length), value]);
  const unknown = given.find(([name]) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) {
    const known = Object.keys(fields).map((name) => prefix + name);
    throw new SettingError(`${prefix}${unknown[0]} is no setting; there are ${known.join(', ')}`);
  }
  const parsed = v.safeParse(schema, Object.fromEntries(given));
  if (parsed.success) return settingsOf(parsed.output);
  const [issue] = parsed.issues;
  const name = String(issue.path?.[0]?.key);
  const value = given.find(([one]) => one === name)?.[1];
  throw new SettingError(`${prefix}${name} is "${String(value)}", but must be ${issue.message}`);
};
