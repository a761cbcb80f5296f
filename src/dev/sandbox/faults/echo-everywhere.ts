import type { Context, MiddlewareHandler } from 'hono';
import type { World } from '../context';
import { echoOf } from './echo';

/** Without them nobody could sign in, and nothing would be left to echo. */
const kept = new Set(['access_token', 'refresh_token', 'token_type', 'state', 'code']);
const forPeople = /name|message|description|email/i;

/** A value of JSON, with words added to its texts: to all, or to those that people read. */
const spoiled = (value: unknown, words: string, which: 'names' | 'everything', isSpoiled: boolean): unknown => {
  if (typeof value === 'string') return isSpoiled ? value + words : value;
  if (Array.isArray(value)) return value.map((one) => spoiled(one, words, which, isSpoiled));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      kept.has(name) ? one : spoiled(one, words, which, isSpoiled || which === 'everything' || forPeople.test(name)),
    ]),
  );
};

/** The secrets of a request: its tokens, its form's fields, its cookies. */
const secretsOf = async ({ req }: Context): Promise<(string | undefined)[]> => {
  const form = (req.header('Content-Type') ?? '').includes('form') ? await req.parseBody() : {};
  const fields = ['client_secret', 'code', 'code_verifier', 'refresh_token', 'state'].map((name) => form[name]);
  return [
    req.header('Authorization')?.replace(/^\w+ /, ''),
    req.header('Cookie'),
    req.query('state'),
    ...fields.map((field) => (typeof field === 'string' ? field : undefined)),
  ];
};

const elsewhere = (location: string, words: string): string => {
  const url = new URL(location);
  url.searchParams.set(url.searchParams.has('error') ? 'error_description' : 'scope', words);
  return url.href;
};

const bodyOf = (text: string, words: string, which: 'names' | 'everything'): string => {
  try {
    return JSON.stringify(spoiled(JSON.parse(text), words, which, false));
  } catch {
    // A web page, or what a fault has left of JSON.
    return text + words;
  }
};

const changed = async (answer: Response, words: string, which: 'names' | 'everything'): Promise<Response> => {
  const { status, headers } = answer;
  const location = headers.get('location');
  if (location !== null) headers.set('location', elsewhere(location, words));
  // Headers are Latin-1.
  const latin = words.replaceAll('…', '');
  for (const name of ['x-amzn-requestid', 'x-amz-date']) headers.set(name, latin);
  if (which === 'everything') headers.set('retry-after', latin);
  headers.delete('content-length');
  return new Response(bodyOf(await answer.text(), words, which), { status, headers });
};

/** Lets every answer of Amazon's, the good ones too, name the secrets of its request and those of ECHO_ALSO. */
export const echoEverywhere =
  ({ settings }: World): MiddlewareHandler =>
  async (c, next) => {
    await next();
    const { echo, echoIn, echoAlso } = settings;
    if (echo === 'none' || echoIn === 'errors' || c.res.body === null) return;
    const answer = await changed(c.res, echoOf(settings, [...(await secretsOf(c)), ...echoAlso]), echoIn);
    // Hono would keep the headers of the answer before.
    c.res = undefined;
    c.res = answer;
  };
