import { describe, expect, it } from 'vitest';
import { signInWords } from '../../../src/core/domain/sign-in-messages';
import { parseRedeemed } from '../../../src/core/protocol/stream';
import { MemoryStore } from '../../../src/relay/store/memory';
import {
  attributeOf,
  authorized,
  comeBack,
  cookieFor,
  decide,
  newVerifier,
  openPopUp,
  publicUrl,
  redeem,
  signIn,
  signInToCode,
  startWorld,
  type World,
} from '../../support/relay/world';

describe('signing in', () => {
  it('leads from the pane over Amazon to a session', async () => {
    const world = await startWorld();
    const { verifier, challenge } = newVerifier();

    const asked = await openPopUp(world, challenge);
    expect(asked.origin).toBe(world.sandbox.url);
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      client_id: 'amzn1.application-oa2-client.sandbox',
      redirect_uri: `${publicUrl}/auth/callback`,
      response_type: 'code',
      scope: 'profile alexa::ask:skills:read alexa::ask:models:read',
      code_challenge_method: 'S256',
    });
    expect(asked.searchParams.get('code_challenge'), "Amazon's PKCE is the relay's own").not.toBe(challenge);

    const page = await comeBack(world, await decide(asked, 'allow'));
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const html = await page.text();
    expect(html).toContain('<p>dialog</p>');
    expect(attributeOf(html, 'words')).toBe(signInWords(challenge));
    const code = attributeOf(html, 'code');
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);

    const redeemed = await redeem(world, code ?? '', verifier);
    expect(redeemed.headers.get('cache-control')).toBe('no-store');
    const { session, account } = parseRedeemed(await redeemed.json());
    expect(session).toMatch(/^[\w-]{43}$/);
    expect(account).toEqual({
      id: 'amzn1.account.SANDBOXADA000000000000000000',
      name: 'Ada Analyst',
      email: 'ada@example.com',
    });
    const known = await fetch(`${world.url}/auth/session`, authorized(session));
    expect(await known.json(), 'names are not kept').toEqual({ account: { id: account.id } });
  });

  it('takes the code as a person types it', async () => {
    const world = await startWorld();
    const { verifier, challenge } = newVerifier();
    const code = await signInToCode(world, challenge);
    const typed = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    expect((await redeem(world, typed, verifier)).status).toBe(200);
  });

  it('refuses a code without its verifier, and keeps it for whoever has it', async () => {
    const world = await startWorld();
    const { verifier, challenge } = newVerifier();
    const code = await signInToCode(world, challenge);
    const stolen = await redeem(world, code, newVerifier().verifier);
    expect(stolen.status).toBe(401);
    expect(await stolen.json()).toMatchObject({ code: 'sign_in_required' });
    expect((await redeem(world, code, verifier)).status).toBe(200);
  });

  it('takes a code once, even of several at the same time', async () => {
    const world = await startWorld();
    const { verifier, challenge } = newVerifier();
    const code = await signInToCode(world, challenge);
    const answers = await Promise.all(Array.from({ length: 4 }, () => redeem(world, code, verifier)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    expect((await redeem(world, code, verifier)).status).toBe(401);
  });

  it('takes no code older than a minute', async () => {
    const world = await startWorld();
    const { verifier, challenge } = newVerifier();
    const code = await signInToCode(world, challenge);
    world.clock.pass(60_000);
    expect((await redeem(world, code, verifier)).status).toBe(401);
  });

  it('prevents guessing: after five wrong codes the right one is invalid', async () => {
    const world = await startWorld();
    const { verifier, challenge } = newVerifier();
    const code = await signInToCode(world, challenge);
    for (let i = 0; i < 5; i += 1) expect((await redeem(world, 'AAAA-AAAA', verifier)).status).toBe(401);
    expect((await redeem(world, code, verifier)).status).toBe(401);
  });

  it.each([
    ['no JSON', 'x'],
    ['no verifier', '{"code":"AAAA-AAAA"}'],
    ['a verifier that is none', '{"code":"AAAA-AAAA","verifier":"short"}'],
  ])('refuses %s', async (_, body) => {
    const world = await startWorld();
    const answer = await fetch(`${world.url}/auth/redeem`, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'rejected', status: 400 });
  });
});

describe('a sign-in that fails', () => {
  const wordsOf = async (page: Response): Promise<[number, string | undefined, string | undefined]> => {
    const html = await page.text();
    return [page.status, attributeOf(html, 'error'), attributeOf(html, 'message')];
  };

  it('says that the person declined', async () => {
    const world = await startWorld();
    const asked = await openPopUp(world, newVerifier().challenge);
    const [status, error, message] = await wordsOf(await comeBack(world, await decide(asked, 'deny')));
    expect([status, error]).toEqual([200, 'access_denied']);
    expect(message).toBeTruthy();
  });

  it.each([
    ['a state that was never given out', '?code=AN1&state=made-up'],
    ['no state', '?code=AN1'],
    ['nothing at all', ''],
  ])('says that %s is not known', async (_, query) => {
    const world = await startWorld();
    expect(await wordsOf(await comeBack(world, query))).toEqual([
      200,
      'sign_in_required',
      'This sign-in was started in another window or browser, took too long, or is already finished.',
    ]);
  });

  it('comes back a second time to nothing', async () => {
    const world = await startWorld();
    const query = await decide(await openPopUp(world, newVerifier().challenge), 'allow');
    await comeBack(world, query);
    expect((await wordsOf(await comeBack(world, query)))[1]).toBe('sign_in_required');
  });

  it('comes back after ten minutes to nothing', async () => {
    const world = await startWorld();
    const query = await decide(await openPopUp(world, newVerifier().challenge), 'allow');
    world.clock.pass(600_000);
    expect((await wordsOf(await comeBack(world, query)))[1]).toBe('sign_in_required');
  });

  it('says that Amazon did not take the code', async () => {
    const world = await startWorld();
    const asked = await openPopUp(world, newVerifier().challenge);
    const query = `?code=forged&state=${asked.searchParams.get('state') ?? ''}`;
    const [status, error, message] = await wordsOf(await comeBack(world, query));
    expect([status, error]).toEqual([200, 'sign_in_required']);
    expect(message).toBeTruthy();
  });

  it('says that the operator has to act where Amazon does not know the client', async () => {
    const world = await startWorld();
    const query = await decide(await openPopUp(world, newVerifier().challenge), 'allow');
    world.sandbox.settings.clientSecret = 'another';
    const [status, error, message] = await wordsOf(await comeBack(world, query));
    expect([status, error]).toEqual([200, 'internal']);
    expect(message).toContain('LWA_CLIENT_SECRET');
  });

  it.each(['', 'short', `${'a'.repeat(42)}!`])('does not start with the challenge "%s"', async (challenge) => {
    const world = await startWorld();
    const page = await fetch(`${world.url}/auth/start?challenge=${challenge}`, { redirect: 'manual' });
    expect((await wordsOf(page)).slice(0, 2)).toEqual([200, 'rejected']);
  });

  it('says nothing of what Amazon writes, or seems to write, but for the error codes that it is known to have', async () => {
    const world = await startWorld();
    for (const [error, shown] of [
      ['invalid_scope', /\(invalid_scope\)/],
      ['call_0800_555', /^Amazon refused the sign-in\. /],
    ] as const) {
      const asked = await openPopUp(world, newVerifier().challenge);
      const state = asked.searchParams.get('state') ?? '';
      const query = new URLSearchParams({ error, error_description: 'Call 0800 555 now', state });
      const html = await (await comeBack(world, `?${query.toString()}`)).text();
      expect(html).not.toMatch(/0800/);
      expect(attributeOf(html, 'message')).toMatch(shown);
    }
    expect(world.logged(), 'the operator can read it').toContain('Call 0800 555 now');
  });

  it('never writes what came from outside into the page as markup', async () => {
    const world = await startWorld();
    const asked = await openPopUp(world, newVerifier().challenge);
    const state = asked.searchParams.get('state') ?? '';
    const query = new URLSearchParams({ error: 'server_error', error_description: '"><script>x</script>', state });
    const html = await (await comeBack(world, `?${query.toString()}`)).text();
    expect(html).not.toContain('<script>');
    expect(attributeOf(html, 'error')).toBeTruthy();
  });
});

describe('a sign-in that somebody else began', () => {
  const signInUpTo = async () => {
    const world = await startWorld();
    const { verifier, challenge } = newVerifier();
    const query = await decide(await openPopUp(world, challenge), 'allow');
    return { world, verifier, challenge, query };
  };
  const tokenRequests = ({ sandbox }: { sandbox: { requests: { entries: readonly { path: string }[] } } }): number =>
    sandbox.requests.entries.filter(({ path }) => path === '/auth/o2/token').length;

  it('keeps the attempt in a cookie that only the same browser sends back, over https and from no page', async () => {
    const world = await startWorld();
    const answer = await fetch(`${world.url}/auth/start?challenge=${newVerifier().challenge}`, { redirect: 'manual' });
    const [cookie = '', ...more] = answer.headers.getSetCookie();
    expect(more).toEqual([]);
    const [pair = '', ...attributes] = cookie.split('; ');
    expect(pair).toMatch(/^__Host-sign-in-[\w-]{16}=[\w.-]+$/);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', 'Secure']);
  });

  it('uses a cookie that browsers take over plain http, for development on localhost', async () => {
    const world = await startWorld({ env: { PUBLIC_URL: 'http://localhost:3000' } });
    const answer = await fetch(`${world.url}/auth/start?challenge=${newVerifier().challenge}`, { redirect: 'manual' });
    expect(answer.headers.getSetCookie().join()).toMatch(/^sign-in-(?!.*Secure)/);
  });

  it.each([
    ['no cookie', () => Promise.resolve('')],
    ['a cookie that is made up', (query: string) => Promise.resolve(cookieFor(query).replace(/=.*/, '=x.y.z'))],
    [
      'the cookie of another sign-in under this name',
      async (query: string, world: World) => {
        const other = await openPopUp(world, newVerifier().challenge);
        return `${cookieFor(query).split('=')[0] ?? ''}=${cookieFor(other.search).split('=')[1] ?? ''}`;
      },
    ],
  ])('gives a browser with %s words and no code, and asks Amazon nothing', async (_, cookieIn) => {
    const { world, query } = await signInUpTo();
    const page = await comeBack(world, query, await cookieIn(query, world));
    const html = await page.text();
    expect([page.status, attributeOf(html, 'code'), attributeOf(html, 'error')]).toEqual([
      200,
      undefined,
      'sign_in_required',
    ]);
    expect(tokenRequests(world)).toBe(0);
  });

  it('leaves the sign-in to the person who began it', async () => {
    const { world, verifier, query } = await signInUpTo();
    await comeBack(world, query, 'none=x');
    await fetch(`${world.url}/auth/callback${query}`, { method: 'HEAD', headers: { Cookie: cookieFor(query) } });
    expect(tokenRequests(world)).toBe(0);
    const code = attributeOf(await (await comeBack(world, query)).text(), 'code') ?? '';
    expect((await redeem(world, code, verifier)).status).toBe(200);
  });

  it('says nothing of what a stranger writes into the address', async () => {
    const world = await startWorld();
    const html = await (await comeBack(world, '?error=access_denied&error_description=Call+0800&state=x')).text();
    expect(attributeOf(html, 'error')).toBe('sign_in_required');
    expect(html).not.toContain('0800');
  });

  it('clears the cookie when the sign-in is over, however it ended', async () => {
    const world = await startWorld();
    for (const decision of ['allow', 'deny'] as const) {
      const query = await decide(await openPopUp(world, newVerifier().challenge), decision);
      const [name] = cookieFor(query).split('=');
      const [cleared] = (await comeBack(world, query)).headers.getSetCookie();
      expect(cleared).toMatch(new RegExp(`^${name ?? ''}=; Max-Age=0; Path=/; HttpOnly; Secure`));
    }
  });

  it('lets one browser have several under way, and finishes each for its own pane', async () => {
    const world = await startWorld();
    const panes = [newVerifier(), newVerifier()];
    const queries: string[] = [];
    for (const { challenge } of panes) queries.push(await decide(await openPopUp(world, challenge), 'allow'));
    const all = queries.map(cookieFor).join('; ');
    for (const [index, query] of queries.entries()) {
      const html = await (await comeBack(world, query, all)).text();
      expect(attributeOf(html, 'words')).toBe(signInWords(panes[index]?.challenge ?? ''));
      const redeemed = await redeem(world, attributeOf(html, 'code') ?? '', panes[index]?.verifier ?? '');
      expect(redeemed.status).toBe(200);
    }
  });

  it('never fills the headers of a browser: the oldest attempt gives way to a fifth', async () => {
    const world = await startWorld();
    const held: string[] = [];
    for (let i = 0; i < 4; i += 1) held.push(cookieFor((await openPopUp(world, newVerifier().challenge)).search));
    const answer = await fetch(`${world.url}/auth/start?challenge=${newVerifier().challenge}`, {
      redirect: 'manual',
      headers: { Cookie: held.join('; ') },
    });
    const [dropped, added, ...more] = answer.headers.getSetCookie();
    expect(dropped).toContain(`${held[0]?.split('=')[0] ?? ''}=; Max-Age=0`);
    expect(added).toContain('Max-Age=600');
    expect(more).toEqual([]);
  });

  it('writes nothing to the store for a start', async () => {
    const store = new MemoryStore(() => 0);
    const world = await startWorld({ store });
    for (let i = 0; i < 20; i += 1) await openPopUp(world, newVerifier().challenge);
    expect(await store.list('')).toEqual([]);
  });
});

describe('HEAD, which link scanners send', () => {
  it.each(['/auth/start', '/auth/callback', '/auth/redeem', '/auth/session'])(
    'uses nothing up at %s',
    async (route) => {
      const world = await startWorld();
      const session = await signIn(world);
      const { verifier, challenge } = newVerifier();
      const query = await decide(await openPopUp(world, challenge), 'allow');
      const before = world.sandbox.requests.entries.length;
      const address = route === '/auth/start' ? `${route}?challenge=${challenge}` : `${route}${query}`;
      const headers = { Cookie: cookieFor(query), Authorization: `Bearer ${session}` };
      const looked = await fetch(world.url + address, { method: 'HEAD', headers, redirect: 'manual' });
      expect(looked.status).toBe(route === '/auth/redeem' ? 405 : 200);
      expect(looked.headers.getSetCookie()).toEqual([]);
      expect(world.sandbox.requests.entries.length, 'Amazon is asked nothing').toBe(before);

      const code = attributeOf(await (await comeBack(world, query)).text(), 'code') ?? '';
      expect((await fetch(`${world.url}/auth/redeem`, { method: 'HEAD' })).status).toBe(405);
      expect((await redeem(world, code, verifier)).status).toBe(200);
      expect((await fetch(`${world.url}/auth/session`, authorized(session))).status).toBe(200);
    },
  );
});

describe('a session', () => {
  it('ends when its person signs out', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const out = await fetch(`${world.url}/auth/session`, { method: 'DELETE', ...authorized(session) });
    expect(out.status).toBe(204);
    const after = await fetch(`${world.url}/auth/session`, authorized(session));
    expect(after.status).toBe(401);
    expect(after.headers.get('www-authenticate')).toBe('Bearer');
    expect(await after.json()).toMatchObject({ code: 'sign_in_required' });
  });

  it('is not ended by another one of the same person', async () => {
    const world = await startWorld();
    const [one, other] = [await signIn(world), await signIn(world)];
    await fetch(`${world.url}/auth/session`, { method: 'DELETE', ...authorized(one) });
    expect((await fetch(`${world.url}/auth/session`, authorized(other))).status).toBe(200);
  });

  it('ends after thirty days without use, and lives on with it', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const ask = (): Promise<Response> => fetch(`${world.url}/auth/session`, authorized(session));
    world.clock.pass(29 * 86_400_000);
    expect((await ask()).status).toBe(200);
    world.clock.pass(29 * 86_400_000);
    expect((await ask()).status).toBe(200);
    world.clock.pass(30 * 86_400_000);
    expect((await ask()).status).toBe(401);
  });

  it('ends after half a year whatever its use', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const statuses: number[] = [];
    for (let week = 1; week <= 26; week += 1) {
      world.clock.pass(7 * 86_400_000);
      statuses.push((await fetch(`${world.url}/auth/session`, authorized(session))).status);
    }
    expect(statuses.indexOf(401), 'in the 26th week').toBe(25);
  });

  it('survives a new secret as long as the old one is still named', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    await world.relay.stop();
    const old = 'a-session-secret-that-only-tests-use';
    const fresh = 'the-secret-that-came-after-that-one!';
    const statusWith = async (secrets: string): Promise<number> => {
      const env = { SESSION_SECRET: secrets, STORE_URL: `file:${world.storeFile}` };
      const next = await startWorld({ env });
      const { status } = await fetch(`${next.url}/auth/session`, authorized(session));
      await next.relay.stop();
      return status;
    };
    expect(await statusWith(`${fresh},${old}`)).toBe(200);
    expect(await statusWith(fresh)).toBe(401);
  });

  it.each(['', 'Bearer', 'Bearer x', 'Basic abc', `Bearer ${'A'.repeat(43)}`])(
    'is needed: "%s" does not do',
    async (authorization) => {
      const { url } = await startWorld();
      for (const path of [
        '/auth/session',
        '/api/skills',
        '/api/metrics',
        '/api/skills/x/locales',
        '/api/skills/x/intents',
      ]) {
        const answer = await fetch(`${url}${path}`, { headers: { Authorization: authorization } });
        expect([path, answer.status]).toEqual([path, 401]);
      }
    },
  );
});
