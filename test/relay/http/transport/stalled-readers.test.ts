/** Over HTTP/2, where many answers share one connection. Over HTTP/1.1: readers.test.ts. */
import { once } from 'node:events';
import { type ClientHttp2Session, connect, createServer } from 'node:http2';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  defaultStallLimits,
  StalledReaders,
  type StallLimits,
} from '../../../../src/relay/http/transport/stalled-readers';
import { TestClock } from '../../../support/relay/fakes/test-clock';

/** More than HTTP/2's first window, which is 65,535 bytes. Source: RFC 9113 §6.9.2 */
const page = Buffer.alloc(1_000_000, 'x');

const start = async (patience: Partial<StallLimits> = {}) => {
  const clock = new TestClock();
  let cut = 0;
  const readers = new StalledReaders({
    clock,
    patience: { ...defaultStallLimits, ...patience },
    onCut: () => (cut += 1),
  });
  readers.begin(clock.every);
  const server = createServer();
  const asked: string[] = [];
  server.on('request', (request, response) => {
    readers.watch(request, response);
    asked.push(request.url);
    if (request.url === '/page') response.end(page);
    else response.stream.respond({ ':status': 200 });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const session = connect(`http://127.0.0.1:${String(port)}`);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  const second = (): void => {
    clock.pass(1_000);
    clock.tick();
  };
  /** Half a minute, looked at once a second. */
  const pass = (): void => {
    for (let i = 0; i < 31; i += 1) second();
  };
  return { session, second, pass, asked, cut: () => cut };
};

const get = (session: ClientHttp2Session, path: string) =>
  session.request({ ':path': path }).on('error', () => undefined);

const text = async (stream: ReturnType<typeof get>): Promise<string> => {
  let all = '';
  for await (const chunk of stream.setEncoding('utf8')) all += String(chunk);
  return all;
};

describe('over HTTP/2, a reader', () => {
  it('that leaves one answer alone loses that one, and keeps the connection and the others', async () => {
    const { session, pass, cut } = await start();
    const left = get(session, '/page').pause();
    await once(left, 'response');
    expect(await text(get(session, '/page'))).toHaveLength(page.length);
    const closed = once(left, 'close');
    pass();
    left.resume();
    await closed;
    expect(cut()).toBe(1);
    expect(await text(get(session, '/page'))).toHaveLength(page.length);
  });

  it('of many is cut off sooner where all that waits would not fit into memory', async () => {
    const { session, second, cut } = await start({ mostBytes: 2_500_000 });
    const left = Array.from({ length: 4 }, () => get(session, '/page').pause());
    await Promise.all(left.map((stream) => once(stream, 'response')));
    second();
    expect(cut()).toBe(2);
  });

  it('that waits for what is not there yet may wait', async () => {
    const { session, pass, cut } = await start();
    const waiting = get(session, '/waiting');
    await once(waiting, 'response');
    pass();
    expect([cut(), waiting.closed]).toEqual([0, false]);
  });

  it('that does not finish asking is cut off', async () => {
    const { session, pass, cut, asked } = await start();
    const sending = session.request({ ':path': '/sending', ':method': 'POST' }).on('error', () => undefined);
    sending.write('the beginning');
    await expect.poll(() => asked).toEqual(['/sending']);
    const closed = once(sending, 'close');
    pass();
    await closed;
    expect(cut()).toBe(1);
  });
});
