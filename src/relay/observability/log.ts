import pino, { type DestinationStream, type Logger } from 'pino';
import type { Settings } from '../config/settings';
import { hashOf } from '../lib/session-token';

export type Log = Logger;

/** Names under which a secret might be logged by mistake. */
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

/** Secrets as they stand in texts that others wrote: Amazon's tokens, bearer tokens, parameters of OAuth. */
const secretTexts =
  /Atz[ar]\|[^\s"'&]+|(?<=Bearer\s)\S+|(?<=\b(?:code|state|code_verifier|client_secret|refresh_token|access_token)=)[^\s"'&]+/gi;

/** Fields of so many levels are looked at: nobody logs deeper ones. */
const levels = 4;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The fields with their secrets blotted out. */
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

/** An error as it is logged: its words and those of its causes, and no other property, because those may hold anything. */
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
  /** Takes secrets out of a line, wherever they stand in it. */
  readonly redact: (line: string) => string;
  readonly destination: DestinationStream;
}

/** Structured lines. No line holds a secret. */
export const createLog = ({ level, redact, destination }: LogDeps): Log => {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Not by pino's own redaction, which takes ten times as long as the line itself.
    formatters: { log: (fields: Record<string, unknown>) => redactRanges(fields) },
    serializers: { err: serializeError },
    hooks: { streamWrite: redact },
  };
  return pino(options, destination);
};

/** How a log names a person: always the same, and not to be turned back. */
export const personOf = (accountId: string): string => hashOf(accountId).slice(0, 12);
