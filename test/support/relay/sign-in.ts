/** What a person's browser and pane do to sign in. */
import { createHash, randomBytes } from 'node:crypto';
import { parseRedeemed } from '../../../src/core/protocol/stream';

/** Where a relay is reached. */
interface At {
  readonly url: string;
  /** Default: the machine's. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface Verifier {
  readonly verifier: string;
  readonly challenge: string;
}

export const newVerifier = (): Verifier => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

const locationOf = (response: Response): URL => new URL(response.headers.get('location') ?? 'none:');

export const attributeOf = (html: string, name: string): string | undefined =>
  new RegExp(`<body[^>]* data-${name}="([^"]*)"`).exec(html)?.[1];

/** What one browser keeps: its cookies by the state of the sign-in that they were set for. */
const cookies = new Map<string, string>();
const stateIn = (params: URLSearchParams): string => params.get('state') ?? '';

/** The cookies that a response sets, as a browser sends them back. */
export const cookiesOf = ({ headers }: Response): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** What the pop-up does up to Amazon's page: gives the address that Amazon's page was asked with. */
export const openPopUp = async ({ url, fetch = globalThis.fetch }: At, challenge: string): Promise<URL> => {
  const answer = await fetch(`${url}/auth/start?challenge=${challenge}`, { redirect: 'manual' });
  const asked = locationOf(answer);
  cookies.set(stateIn(asked.searchParams), cookiesOf(answer));
  return asked;
};

/** What a person does on Amazon's page: gives the query with which Amazon sends the pop-up back. */
export const decide = async (asked: URL, decision: 'allow' | 'deny' | 'fail', person?: string): Promise<string> => {
  const id = person ?? 'amzn1.account.SANDBOXADA000000000000000000';
  const body = new URLSearchParams([...asked.searchParams, ['person', id], ['decision', decision]]);
  const answer = await fetch(new URL(asked.pathname, asked), { method: 'POST', body, redirect: 'manual' });
  return locationOf(answer).search;
};

/** The cookie that the browser holds for Amazon's answer with this query; empty where it holds none. */
export const cookieFor = (query: string): string => cookies.get(stateIn(new URLSearchParams(query))) ?? '';

/** The page that the pop-up ends on. `cookie`: what the browser sends; default: what it was given. */
export const comeBack = async (
  { url, fetch = globalThis.fetch }: At,
  query: string,
  cookie = cookieFor(query),
): Promise<Response> => {
  const answer = await fetch(`${url}/auth/callback${query}`, cookie === '' ? {} : { headers: { Cookie: cookie } });
  if (answer.headers.getSetCookie().join().includes('Max-Age=0')) cookies.delete(stateIn(new URLSearchParams(query)));
  return answer;
};

export const redeem = ({ url, fetch = globalThis.fetch }: At, code: string, verifier: string): Promise<Response> =>
  fetch(`${url}/auth/redeem`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code, verifier }),
  });

/** A sign-in up to the one-time code. */
export const signInToCode = async (at: At, challenge: string, person?: string): Promise<string> => {
  const query = await decide(await openPopUp(at, challenge), 'allow', person);
  return attributeOf(await (await comeBack(at, query)).text(), 'code') ?? '';
};

/** A whole sign-in: gives the session's bearer token. */
export const signIn = async (at: At, person?: string): Promise<string> => {
  const { verifier, challenge } = newVerifier();
  const redeemed = await redeem(at, await signInToCode(at, challenge, person), verifier);
  return parseRedeemed(await redeemed.json()).session;
};

export const authorized = (session: string): { headers: Record<string, string> } => ({
  headers: { Authorization: `Bearer ${session}` },
});
