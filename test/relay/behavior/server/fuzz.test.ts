/** Twenty thousand requests of strangers and of two people, as odd as they can be, over sockets. */
import { randomBytes } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { emptyAnswer } from '../../../support/relay/fakes/hand-engine';
import { query, signIn, skillId, startWorld } from '../../../support/relay/world';

const count = Number(process.env['FUZZ_REQUESTS'] ?? 20_000);
const seed = Number(process.env['SEED'] ?? randomBytes(4).readUInt32BE());
/** No answer may take longer, whatever was asked. */
const patienceMs = 15_000;

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

const send = (url: string, { method, path, headers, body }: Asked): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers, agent, timeout: patienceMs }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
    sent.on('error', reject);
    sent.end(body);
  });

const word = fc.oneof(
  fc.constantFrom('', 'live', 'P1D', 'PT15M', 'SINGLE', 'custom', 'totalSessions', skillId, 'en-US', '1', 'all', 'UTC'),
  fc.constantFrom(
    '2026-09-01T00:00:00Z',
    '2026-09-08T00:00:00Z',
    '-1',
    '1e999',
    'null',
    '[]',
    '../..',
    '%00',
    '\u202e',
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const name = fc.oneof(
  fc.constantFrom(
    'skillId',
    'metric',
    'startTime',
    'endTime',
    'period',
    'stage',
    'skillType',
    'intent',
    'locale',
    'tz',
  ),
  fc.constantFrom('maxResults', 'fresh', 'since', 'code', 'state', 'error', 'challenge', 'access', 'week', 'edges'),
  fc.constantFrom('__proto__', 'constructor', 'toString'),
  fc.string({ maxLength: 10 }),
);
const encoded = (text: string): string => encodeURIComponent(text);
const params = fc.oneof(
  fc
    .array(fc.tuple(name, word), { maxLength: 12 })
    .map((pairs) => pairs.map(([one, text]) => `${encoded(one)}=${encoded(text)}`).join('&')),
  // A good query with something wrong.
  fc.tuple(name, word).map(([one, text]) => query({ [one]: text })),
);
const fixed = [
  ...['/auth/start', '/auth/callback', '/auth/redeem', '/auth/session', '/api/metrics', '/api/questions', '/api/audit'],
  ...['/auth/options', '/auth/microsoft', '/auth/sessions', '/auth/sessions/0123456789abcdef', '/auth/sessions/x'],
  ...['/api/questions/cancel', '/api/skills', `/api/skills/${skillId}/locales`, `/api/skills/${skillId}/intents`],
  ...['/api/skills/x/locales', '/healthz', '/readyz', '/metrics', '/manifest.xml', '/functions.json', '/taskpane.html'],
  ...['/dialog.html', '/taskpane.js', '/assets/icon-32.png', '/', '//', '/api', '/../etc/passwd', '/%2e%2e/%2e%2e/x'],
];
const path = fc
  .tuple(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...fixed) },
      { weight: 1, arbitrary: word.map((one) => `/${encoded(one)}`) },
    ),
    fc.option(params),
  )
  .map(([at, search]) => (search === null ? at : `${at}?${search}`));
const question = fc.record(
  { id: word, skillId: word, metric: fc.oneof(word, fc.array(word, { maxLength: 3 })), period: word, startTime: word },
  { requiredKeys: [] },
);
const body = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.json({ maxDepth: 3 }) },
  {
    weight: 3,
    arbitrary: fc
      .record(
        {
          stream: word,
          join: fc.array(word, { maxLength: 2 }),
          questions: fc.array(question, { maxLength: 4 }),
          ids: fc.array(word),
          code: word,
          verifier: word,
          device: word,
          microsoftToken: fc.oneof(word, fc.constant('a.b.c')),
        },
        { requiredKeys: [] },
      )
      .map((one) => JSON.stringify(one)),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(5_000), '['.repeat(4_000), '{"a":'.repeat(500)) },
);
const headerText = fc.stringMatching(/^[\x21-\x7e]{0,60}$/);
const headers = fc.dictionary(
  fc.constantFrom(
    'Accept',
    'Cookie',
    'Content-Type',
    'Origin',
    'Range',
    'If-None-Match',
    'X-Request-Id',
    'X-Forwarded-For',
    'Accept-Encoding',
    'Expect',
    'If-Modified-Since',
  ),
  fc.oneof(
    headerText,
    fc.constantFrom('text/html', 'gzip, br', 'bytes=0-1', '*', 'a=b; c', 'application/json', 'null'),
  ),
  { maxKeys: 3 },
);

it(
  `answers ${count} odd requests: no error of its own, no hang, and nobody else's data`,
  { timeout: 120_000 },
  async () => {
    console.log(`seed ${seed}`);
    // What Amazon would be asked is not the point, and takes long.
    const engine = {
      answer: () => Promise.resolve(emptyAnswer),
      forget: () => Promise.resolve(),
      hear: () => Promise.resolve(),
    };
    const world = await startWorld({
      engine,
      env: {
        LOG_LEVEL: 'info',
        LIMIT_SIGN_IN_PER_ADDRESS: '0',
        LIMIT_API_PER_ADDRESS: '0',
        LIMIT_API_PER_PERSON: '0',
        LIMIT_PAGES_PER_ADDRESS: '0',
      },
    });
    onTestFinished(() => agent.destroy());
    const people = {
      ada: { session: '', own: /Ada Analyst|ada@example\.com|SANDBOXADA/ },
      ben: { session: '', own: /ben@example\.com|SANDBOXBEN/i },
    };
    const renew = async (): Promise<void> => {
      people.ada.session = await signIn(world);
      people.ben.session = await signIn(world, 'amzn1.account.SANDBOXBEN000000000000000000');
    };
    await renew();
    const who = fc.constantFrom('ada', 'ben', 'nobody', 'stranger');
    const method = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('GET', 'POST') },
      { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'PATCH') },
    );
    const asked = fc.record({ who, method, path, headers, body });
    const requests = fc.sample(asked, { numRuns: count, seed });
    const failures: string[] = [];
    const check = async ({ who: person, ...of }: (typeof requests)[number]): Promise<void> => {
      const bearer = person === 'ada' || person === 'ben' ? people[person].session : 'x'.repeat(43);
      const authorization = person === 'nobody' ? {} : { Authorization: `Bearer ${bearer}` };
      const sent = ['GET', 'HEAD', 'OPTIONS'].includes(of.method) ? '' : of.body;
      const told = `${person} ${of.method} ${of.path} ${JSON.stringify(of.headers)} ${sent}`;
      try {
        const {
          status,
          headers: had,
          text,
        } = await send(world.url, { ...of, body: sent, headers: { ...of.headers, ...authorization } });
        const said = `${JSON.stringify(had)} ${text}`;
        if (status >= 500 && !(status === 503 && text.includes('"unavailable"')))
          failures.push(`${status}: ${told}: ${text}`);
        if (text.includes('"internal"')) failures.push(`internal: ${told}: ${text}`);
        for (const [owner, { own, session }] of Object.entries(people))
          if ((owner !== person && own.test(said)) || said.includes(session))
            failures.push(`${owner}'s data: ${told}: ${said}`);
      } catch (error) {
        failures.push(`${String(error)}: ${told}`);
      }
    };
    const left = requests.values();
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        for (const one of left) await check(one);
      }),
    );
    expect(failures.slice(0, 5)).toEqual([]);
    expect(
      world
        .logged()
        .match(/"level":(50|60)[^\n]*/g)
        ?.slice(0, 3) ?? [],
    ).toEqual([]);
    const alive = await send(world.url, { method: 'GET', path: '/healthz', headers: {}, body: '' });
    expect(alive.text).toContain('alive');
  },
);
