import pino, { type DestinationStream, type Logger } from 'pino';
import type { Settings } from '../config/settings';
import { hashOf } from '../lib/session-token';

/** The relay's log: pino's interface. */
export type Log = Logger;

/** Fields under which a secret might be logged by mistake. */
const secretNames: ReadonlySet<string> = new Set([
  'accessToken',
  'refreshToken',
  'tokens',
  'authorization',
  'session',
  'bearer',
  'code',
  'verifier',
  'challenge',
  'state',
  'clientSecret',
  'secrets',
]);

/** Secrets within messages of others: Amazon's tokens, bearer tokens, parameters of OAuth. */
const secretTexts =
  /Atz[ar]\|[^\s"'&]+|(?<=Bearer\s)\S+|(?<=\b(?:code|state|code_verifier|client_secret|refresh_token|access_token)=)[^\s"'&]+/gi;

/** How deep fields are redacted; the relay logs none that are nested deeper. */
const levels = 4;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Redacts the secrets among the fields. */
const redactRanges = (fields: Record<string, unknown>, level = 1): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (secretNames.has(name)) result[name] = '[secret]';
    else result[name] = isPlain(value) && level < levels ? redactRanges(value, level + 1) : value;
  }
  return result;
};

const withoutSecrets = (text: string): string => text.replace(secretTexts, '[secret]');

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/** An error's message and stack, and those of its causes. Its other properties may hold secrets. */
const serializeError = (error: unknown): LoggedError => {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutSecrets(String(error)) };
  return {
    type: error.name,
    message: withoutSecrets(error.message),
    ...(error.stack === undefined ? {} : { stack: withoutSecrets(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
};

export interface LogDeps {
  readonly level: Settings['logLevel'];
  /** Redacts secrets anywhere in a line. */
  readonly redact: (line: string) => string;
  readonly destination: DestinationStream;
}

/** Creates a log of one JSON object a line, with an ISO 8601 time. Secrets are redacted. */
export const createLog = ({ level, redact, destination }: LogDeps): Log => {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // pino's own redaction takes ten times as long as the line itself.
    formatters: { log: (fields: Record<string, unknown>) => redactRanges(fields) },
    serializers: { err: serializeError },
    hooks: { streamWrite: redact },
  };
  return pino(options, destination);
};

/** The pseudonym of an account in the log: 12 characters of its ID's hash, always the same. */
export const personOf = (accountId: string): string => hashOf(accountId).slice(0, 12);
