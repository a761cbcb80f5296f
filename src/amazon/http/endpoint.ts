import { FailureError, invalidQuery } from '../../core/domain/failure';

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

/** Whether requests to it travel in the clear, which is right on this machine alone. */
export const isPlain = (url: URL): boolean => url.protocol === 'http:';

/**
 * An endpoint's address. Throws `internal` naming the setting where it is no URL, or would send tokens in the clear:
 * http is for a stand-in on loopback.
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

/** The names that may stand as one segment of a path; the others would lead to another path. */
const segment = (argument: string, value: string): string => {
  if (!/^\.{0,2}$/.test(value)) return encodeURIComponent(value);
  throw new FailureError(invalidQuery([{ argument, value, accepted: 'expected a name' }]));
};

/** The path made of fixed parts and named values: `pathOf('v1', 'skills', { skillId })`. */
export const pathOf = (...parts: readonly (string | Readonly<Record<string, string>>)[]): string =>
  parts
    .flatMap((part) =>
      typeof part === 'string' ? [part] : Object.entries(part).map(([argument, value]) => segment(argument, value)),
    )
    .join('/');

/** The endpoint's address of a path and query. */
export const urlOf = (endpoint: URL, path: string, params: Readonly<Record<string, string>>): URL => {
  const url = new URL(endpoint);
  url.pathname = `${endpoint.pathname.replace(/\/$/, '')}/${path}`;
  url.search = new URLSearchParams(params).toString();
  return url;
};
