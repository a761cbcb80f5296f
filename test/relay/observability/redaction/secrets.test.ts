import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRedeemed } from '../../../../src/core/protocol/stream';
import { createLog } from '../../../../src/relay/observability/log';
import {
  attributeOf,
  authorized,
  comeBack,
  decide,
  newVerifier,
  openPopUp,
  prometheus,
  query,
  redeem,
  signIn,
  signInToCode,
  startWorld,
  type WorldOptions,
} from '../../../support/relay/world';

/** Amazon, whose answers are listened to: every token that it gives out is noted. */
const tappedAmazon = () => {
  const tokens: string[] = [];
  const amazon: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (!answer.url.endsWith('/auth/o2/token')) return answer;
    const body: unknown = await answer.clone().json();
    for (const [name, value] of Object.entries(Object(body) as Record<string, unknown>))
      if (name.endsWith('_token')) tokens.push(String(value));
    return answer;
  };
  return { tokens, amazon };
};

/** A sign-in with all that follows, good and bad; gives what nobody else may learn. */
const everything = async (options: WorldOptions = {}) => {
  const { tokens, amazon } = tappedAmazon();
  const world = await startWorld({ fetch: amazon, sandboxSettings: { refreshTokens: 'rotate' }, ...options });
  const { verifier, challenge } = newVerifier();
  const asked = await openPopUp(world, challenge);
  const back = await decide(asked, 'allow');
  const code = attributeOf(await (await comeBack(world, back)).text(), 'code') ?? '';
  await redeem(world, 'AAAA-AAAA', verifier);
  const { session } = parseRedeemed(await (await redeem(world, code, verifier)).json());
  await (await fetch(`${world.url}/api/skills`, authorized(session))).text();
  await (await fetch(`${world.url}/api/metrics?${query()}`, authorized(session))).text();
  world.clock.pass(3_600_000);
  const later = query({ startTime: '2026-08-01T00:00:00Z', endTime: '2026-08-02T00:00:00Z' });
  await (await fetch(`${world.url}/api/metrics?${later}`, authorized(session))).text();
  await comeBack(world, back);
  await comeBack(world, await decide(await openPopUp(world, challenge), 'deny'));
  const forged = await openPopUp(world, challenge);
  await comeBack(world, `?code=forged-code&state=${forged.searchParams.get('state') ?? ''}`);
  const secrets = {
    accessToken: tokens[0],
    refreshToken: tokens[1],
    renewedAccessToken: tokens[2],
    renewedRefreshToken: tokens[3],
    state: asked.searchParams.get('state'),
    amazonCode: new URLSearchParams(back).get('code'),
    forgedCode: 'forged-code',
    oneTimeCode: code,
    verifier,
    session,
    clientSecret: 'sandbox-client-secret',
    sessionSecret: 'a-session-secret-that-only-tests-use',
    email: 'ada@example.com',
    accountId: 'amzn1.account.SANDBOXADA000000000000000000',
  };
  return { world, secrets };
};

describe('secrets', () => {
  it('appear in no line of the log, whatever happens', async () => {
    const { world, secrets } = await everything();
    const logged = world.logged();
    expect(logged.split('\n').length).toBeGreaterThan(12);
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret, name).toMatch(/.{8}/);
      expect(logged.includes(String(secret)), `${name} in the log`).toBe(false);
    }
  });

  it('cannot be read in the store', async () => {
    const { world, secrets } = await everything();
    const folder = path.dirname(world.storeFile);
    const files = (await readdir(folder)).filter((name) => name.startsWith('relay.db'));
    const bytes = files.map((name) => readFileSync(path.join(folder, name), 'latin1')).join('');
    expect(bytes).toContain('session:');
    for (const [name, secret] of Object.entries(secrets))
      expect(bytes.includes(String(secret)), `${name} in the store`).toBe(false);
  });

  it('of Amazon never reach the browser', async () => {
    const { tokens, amazon } = tappedAmazon();
    const world = await startWorld({ fetch: amazon });
    const session = await signIn(world);
    const answers = await Promise.all(
      ['/auth/session', '/api/skills', `/api/metrics?${query()}`, '/readyz', '/metrics'].map(async (at) => {
        const answer = await fetch(`${world.url}${at}`, authorized(session));
        return `${JSON.stringify([...answer.headers])}${await answer.text()}`;
      }),
    );
    expect(tokens).toHaveLength(2);
    for (const token of tokens) expect(answers.join('').includes(token)).toBe(false);
  });
});

describe('secrets that Amazon echoes', () => {
  /** Parts of a secret that nobody else has: all but what Amazon's tokens begin with. */
  const betrays = (text: string, secret: string): boolean => {
    for (let i = 0; i + 12 <= secret.length; i += 1) if (text.includes(secret.slice(i, i + 12))) return true;
    return secret.length < 12 && text.includes(secret);
  };
  const decodings = (text: string): string[] => [
    text,
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    text.replace(/\\{1,2}u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    ...(text.match(/[A-Za-z0-9+/=]{16,}/g) ?? []).map((run) => Buffer.from(run, 'base64').toString('latin1')),
  ];

  it.each(['plain', 'url', 'every', 'json', 'base64', 'part'] as const)('%s reach nobody', async (echo) => {
    const { tokens, amazon } = tappedAmazon();
    const world = await startWorld({ fetch: amazon, sandboxSettings: { echo, refreshTokens: 'rotate' } });
    const seen: string[] = [];
    const see = async (answer: Promise<Response>): Promise<string> => {
      const got = await answer;
      const text = await got.text();
      const headers = [...got.headers].filter(([name]) => !['location', 'set-cookie'].includes(name));
      seen.push(`${JSON.stringify(headers)} ${text}`);
      return text;
    };
    const ask = (skill: string, session: string): Promise<string> =>
      see(fetch(`${world.url}/api/metrics?${query({ skillId: skill })}`, authorized(session)));
    const fault = (digits: string): string => `amzn1.ask.skill.fa017000-0000-4000-8000-${digits}`;

    const { verifier, challenge } = newVerifier();
    const redeemed = await (await redeem(world, await signInToCode(world, challenge), verifier)).text();
    const { session, account } = parseRedeemed(JSON.parse(redeemed));
    seen.push(JSON.stringify(account));
    expect(account.name).toContain('Ada Analyst ([secret]');
    for (const digits of ['000000000400', '000000000403', '000000000404', '000000000401'])
      expect(await ask(fault(digits), await signIn(world))).toContain('"kind":"failure"');
    await ask('amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10', session);
    await see(fetch(`${world.url}/api/skills`, authorized(session)));

    const denied = await openPopUp(world, newVerifier().challenge);
    await see(comeBack(world, await decide(denied, 'fail')));
    const used = await decide(await openPopUp(world, newVerifier().challenge), 'allow');
    world.sandbox.settings.clientSecret = 'another-client-secret';
    expect(await see(comeBack(world, used))).toContain('LWA_CLIENT_SECRET');
    world.clock.pass(3_600_000);
    await ask(fault('000000000018'), session);
    await see(fetch(`${world.url}/metrics`, prometheus));
    await see(fetch(`${world.url}/readyz`));

    const secrets = {
      ...Object.fromEntries(tokens.map((token, index) => [`token ${index}`, token])),
      session,
      clientSecret: 'sandbox-client-secret',
      sessionSecret: 'a-session-secret-that-only-tests-use',
      state: denied.searchParams.get('state') ?? '',
      code: new URLSearchParams(used).get('code') ?? '',
    };
    const all = decodings(`${seen.join('\n')}\n${world.logged()}`);
    expect(all[0]).toContain('[secret]');
    for (const [name, secret] of Object.entries(secrets))
      for (const text of all) expect(betrays(text, secret), `${name} got out: ${secret}`).toBe(false);
  });
});

describe('the log', () => {
  it('redacts secrets that are logged by mistake, in fields and in texts', () => {
    const lines: string[] = [];
    const log = createLog({
      level: 'info',
      redact: (line) => line,
      destination: { write: (line) => void lines.push(line) },
    });
    const cause = new Error('POST failed: client_secret=s3cret&code=c0de');
    const error = Object.assign(new Error('401 for Atza|abc.def-123', { cause }), { response: 'Atzr|xyz' });
    log.error({ err: error, tokens: { accessToken: 'Atza|1' }, headers: { authorization: 'Bearer b' } }, 'failed');
    log.info({ session: { bearer: 's' }, request: { verifier: 'v', code: 'k' } }, 'Bearer x');
    const all = lines.join('');
    for (const secret of ['s3cret', 'c0de', 'Atza|', 'Atzr|', 'abc.def', '"v"', '"k"', '"s"', 'Bearer b'])
      expect(all, secret).not.toContain(secret);
    expect(all).toContain('POST failed');
  });
});
