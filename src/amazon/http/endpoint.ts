import { FailureError, invalidQuery } from '../../core/domain/failure';

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

/** Whether requests to a URL travel unencrypted, which is acceptable only on this machine. */
export const isPlain = (url: URL): boolean => url.protocol === 'http:';

/**
 * An endpoint's URL. It must be https, or http on loopback for a stand-in: anything else would send tokens unencrypted.
 *
 * @param setting the name of the setting, for the message
 * @throws {FailureError} `internal`, naming the setting, if it isn't such a URL
 */
export const parseEndpoint = (setting: string, text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url !== undefined && isPlain(url) && isLoopback(url.hostname))) return url;
  throw new FailureError({
    code: 'internal',
    message: `${setting} is "${text}", which is no https address.`,
    advice: `Set ${setting} to an https address, or to http on localhost.`,
  });
};

/** Names that can be one segment of a path. The others, such as `..`, would lead to another path. */
const segment = (argument: string, value: string): string => {
  if (!/^\.{0,2}$/.test(value)) return encodeURIComponent(value);
  throw new FailureError(invalidQuery([{ argument, value, accepted: 'expected a name' }]));
};

/**
 * A path of fixed parts and named values, which are percent-encoded.
 *
 * @throws {FailureError} `invalid_query`, naming the value, if it would lead to another path
 *
 * @example
 * ```ts
 * pathOf('v1', 'skills', { skillId: 'amzn1.ask.skill.1' }, 'metrics'); // 'v1/skills/amzn1.ask.skill.1/metrics'
 * ```
 */
export const pathOf = (...parts: readonly (string | Readonly<Record<string, string>>)[]): string =>
  parts
    .flatMap((part) =>
      typeof part === 'string' ? [part] : Object.entries(part).map(([argument, value]) => segment(argument, value)),
    )
    .join('/');

/** The URL of a path and parameters at an endpoint. */
export const urlOf = (endpoint: URL, path: string, params: Readonly<Record<string, string>>): URL => {
  const url = new URL(endpoint);
  url.pathname = `${endpoint.pathname.replace(/\/$/, '')}/${path}`;
  url.search = new URLSearchParams(params).toString();
  return url;
};
