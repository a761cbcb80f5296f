import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatLine, formatProblem } from '../../src/core/protocol/write-stream';

/** Excel's own class for errors that keep their text. */
class CellError {
  constructor(
    readonly code: string,
    readonly message: string,
  ) {}
}

/** As Excel calls each function, null for what is left out. */
const skillId = 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10';
const query = [skillId, [['totalSessions']], '-7d', null];
const calls: readonly (readonly [string, readonly unknown[]])[] = [
  ['skillMetrics', [...query, null, null, null, null, null, null, null]],
  ['skillTotal', [...query, null, null, null, null, null]],
  ['alexaSkills', [null]],
  ['alexaIntents', [skillId, null, null]],
  ['skillMetricsInfo', [...query, null, null, null, null, null, null, null]],
];

interface World {
  readonly fetch?: (url: string) => Promise<Response>;
  readonly getItem?: () => Promise<string | null>;
  /** What Office has told the page; office.js that was never loaded has told nothing. */
  readonly context?: object | undefined;
}

const never = (): Promise<never> => new Promise(() => undefined);
const body = (...chunks: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (out) => {
      for (const chunk of chunks) out.enqueue(new TextEncoder().encode(chunk));
    },
  });
const reply = (content: string | (() => BodyInit), status = 200, type = 'application/x-ndjson') => ({
  fetch: () =>
    Promise.resolve(
      new Response(typeof content === 'string' ? content : content(), { status, headers: { 'Content-Type': type } }),
    ),
});
const progress = `${formatLine({ kind: 'progress', windowsDone: 0, windowsPlanned: 1, pages: 0, points: 0 })}\n`;
const refused = formatProblem({
  code: 'sign_in_required',
  message: 'Your session ended.',
  advice: 'Sign in with Amazon again.',
});

const worlds: readonly (readonly [string, World])[] = [
  ['nobody is signed in', { getItem: () => Promise.resolve(null) }],
  ["Office's storage never answers", { getItem: never }],
  ["Office's storage refuses", { getItem: () => Promise.reject(new Error('Access is denied')) }],
  ['Office has told nothing', { context: undefined }],
  ['the server never answers', { fetch: never }],
  ["the server can't be reached", { fetch: () => Promise.reject(new TypeError('Failed to fetch')) }],
  [
    'the browser refuses to ask',
    {
      fetch: () => {
        throw new TypeError('refused');
      },
    },
  ],
  ['the server falls silent before its first line', reply(() => body())],
  ['the server falls silent after progress', reply(() => body(progress))],
  ['the server falls silent within a line', reply(() => body(progress, '{"kind":"resu'))],
  ['the stream ends early', reply(progress)],
  ['the stream is empty', reply('')],
  ['the stream is of another version', reply('{"kind":"news"}\n')],
  ['a network answers with its own page', reply('<!doctype html>', 200, 'text/html')],
  ['a gateway has failed', reply('<html>Bad gateway</html>', 502, 'text/html')],
  ['the session has ended', reply(refused, 401, 'application/problem+json')],
];

/** An Excel that tells how the workbook counts dates. */
const excelFrom1900 = {
  run: (batch: (context: object) => unknown) =>
    batch({
      workbook: { functions: { date: () => ({ load: () => undefined, value: 1_462 }) } },
      sync: () => Promise.resolve(),
    }),
};

const install = ({ fetch, getItem, ...told }: World): void => {
  const storage = {
    getItem: getItem ?? (() => Promise.resolve('bearer')),
    setItem: () => Promise.resolve(),
    removeItem: () => Promise.resolve(),
  };
  vi.stubGlobal('CustomFunctions', {
    Error: CellError,
    ErrorCode: { invalidValue: '#VALUE!', notAvailable: '#N/A' },
  });
  vi.stubGlobal('OfficeRuntime', { storage });
  vi.stubGlobal('Excel', excelFrom1900);
  vi.stubGlobal('Office', 'context' in told ? told : { context: { partitionKey: 'p-' } });
  vi.stubGlobal('location', { origin: 'https://relay.test' });
  vi.stubGlobal('fetch', fetch ?? never);
};

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What a call has come to once everybody's patience is over; undefined where it still runs. */
const outcomeOf = async (name: string, args: readonly unknown[], invocation = {}): Promise<unknown> => {
  const functions: Readonly<Record<string, unknown>> = await import('../../src/functions/functions');
  await Promise.all([
    import('../../src/office/queries/office-relay'),
    import('../../src/office/queries/companions'),
    import('../../src/core/natural-input/parse-natural'),
  ]);
  const call = functions[name];
  if (typeof call !== 'function') throw new Error(`there is no ${name}`);
  let outcome: unknown;
  const result: Promise<unknown> = Promise.resolve(Reflect.apply(call, undefined, [...args, invocation]) as unknown);
  result.then(
    (value) => (outcome = { value }),
    (error: unknown) => (outcome = error),
  );
  for (let minute = 0; minute < 70 && outcome === undefined; minute += 1) {
    for (let turn = 0; turn < 10; turn += 1) await breath();
    await vi.advanceTimersByTimeAsync(60_000);
  }
  return outcome;
};

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.spyOn(console, 'error').mockReturnValue(undefined);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe.each(worlds)('where %s', (_, world) => {
  it.each(calls)('%s ends with an error that says what to do', async (name, args) => {
    install(world);
    const outcome = await outcomeOf(name, args);
    expect(outcome).toBeInstanceOf(CellError);
    expect(outcome).toMatchObject({
      code: '#N/A',
      message: expect.stringMatching(/^[A-Z].{10,}\. .{10,}\.$/) as string,
    });
    expect(console.error).not.toHaveBeenCalled();
  });
});

it.each(calls)('%s shows why the session has ended, as the server tells it', async (name, args) => {
  install(reply(refused, 401, 'application/problem+json'));
  expect(await outcomeOf(name, args)).toMatchObject({ message: 'Your session ended. Sign in with Amazon again.' });
});

it.each(calls)('%s passes on the error that an argument holds, and asks nobody', async (name, args) => {
  const asked = vi.fn(never);
  install({ fetch: asked });
  const outcome = await outcomeOf(name, [[['x', { type: 'Error', basicValue: '#N/A' }]], ...args.slice(1)]);
  const [first] = name === 'alexaSkills' ? ['vendor'] : ['skillId'];
  expect(outcome).toBeInstanceOf(CellError);
  expect(outcome).toMatchObject({
    code: '#N/A',
    message: `${first} contains #N/A. Fix the cells that this argument refers to.`,
  });
  expect(asked).not.toHaveBeenCalled();
});

it.each(calls)('%s names what is missing', async (name, args) => {
  install(reply('{"skills":[]}'));
  const outcome = await outcomeOf(
    name,
    args.map(() => null),
  );
  // Nothing is required of ALEXASKILLS.
  if (name !== 'alexaSkills')
    expect(outcome).toMatchObject({
      code: '#VALUE!',
      message: expect.stringMatching(/^skillId is missing\. Enter /) as string,
    });
});

it.each(calls)('%s ends with #VALUE! where its arguments make no sense', async (name, args) => {
  install(reply('{"skills":[]}'));
  const nonsense = args.map(() => [['nonsense', 7]]);
  const outcome = await outcomeOf(name, nonsense);
  // A vendor can only be known by the list of skills.
  expect(outcome).toMatchObject({ code: name === 'alexaSkills' ? '#N/A' : '#VALUE!' });
});

it.each(calls)('%s ends when Excel calls it off, before and after it has begun to ask', async (name, args) => {
  for (const turns of [0, 50]) {
    vi.resetModules();
    install({ fetch: never });
    const invocation: { onCanceled?: () => void } = {};
    const outcome = outcomeOf(name, args, invocation);
    for (let turn = 0; turn < turns; turn += 1) await breath();
    invocation.onCanceled?.();
    expect(await outcome).toBeInstanceOf(CellError);
  }
});
