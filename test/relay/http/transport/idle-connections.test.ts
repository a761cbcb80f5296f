/** Connections on which nobody asks anything, over HTTP/1.1, TLS, and HTTP/2. */
import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../../../support/e2e/certificate';
import { startWorld, type World } from '../../../support/relay/world';

const seconds = (world: World, count: number): void => {
  for (let second = 0; second < count; second += 1) {
    world.clock.pass(1_000);
    world.clock.tick();
  }
};

const ending = <T extends Socket>(socket: T): T => {
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined).resume();
  return socket;
};

const plain = async ({ relay }: World): Promise<Socket> => {
  const socket = ending(connect(relay.port, '127.0.0.1'));
  await once(socket, 'connect');
  return socket;
};

/** That the relay has taken all connections so far: it takes them in turn. */
const isTaken = async (world: World): Promise<void> => {
  expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
};

const get = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('a connection', () => {
  it('is closed after half a minute if it says nothing, or never ends its first request; others are answered', async () => {
    const world = await startWorld();
    const [silent, slow] = [await plain(world), await plain(world)];
    const closed = Promise.all([once(silent, 'close'), once(slow, 'close')]);
    slow.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    await isTaken(world);
    seconds(world, 29);
    slow.write('still here');
    await isTaken(world);
    expect([silent.closed, slow.closed]).toEqual([false, false]);
    seconds(world, 2);
    await closed;
    await isTaken(world);
  });

  it('may rest for more than a minute after an answer, and is closed then', async () => {
    const world = await startWorld();
    const socket = await plain(world);
    const closed = once(socket, 'close');
    socket.write(get);
    await once(socket, 'data');
    await isTaken(world);
    seconds(world, 70);
    socket.write(get);
    await once(socket, 'data');
    await isTaken(world);
    seconds(world, 76);
    await closed;
  });
});

describe('a connection over TLS', () => {
  const startEncrypted = async (): Promise<World> => {
    const { certificate, key } = await makeCertificate();
    return startWorld({ env: { TLS_CERT: certificate, TLS_KEY: key } });
  };

  it('is closed after half a minute if it says nothing', async () => {
    const world = await startEncrypted();
    const socket = ending(connectTls({ port: world.relay.port, host: '127.0.0.1', rejectUnauthorized: false }));
    await once(socket, 'secureConnect');
    const closed = once(socket, 'close');
    await expect
      .poll(() => {
        seconds(world, 31);
        return socket.closed;
      })
      .toBe(true);
    await closed;
  });

  it('is closed over HTTP/2 if it asks nothing, however often it says that it is there', async () => {
    const world = await startEncrypted();
    const session = connectHttp2(`https://localhost:${world.relay.port}`, { rejectUnauthorized: false });
    session.on('error', () => undefined);
    onTestFinished(() => session.destroy());
    const ping = (): Promise<void> => new Promise((resolve) => session.ping(() => resolve()));
    await once(session, 'connect');
    await ping();
    seconds(world, 29);
    await ping();
    expect(session.closed).toBe(false);
    const closed = once(session, 'close');
    seconds(world, 2);
    await closed;
  });

  it('stays over HTTP/2 while an answer is under way', async () => {
    const world = await startEncrypted();
    const session = connectHttp2(`https://localhost:${world.relay.port}`, { rejectUnauthorized: false });
    session.on('error', () => undefined);
    onTestFinished(() => session.destroy());
    for (let time = 0; time < 2; time += 1) {
      const stream = session.request({ [constants.HTTP2_HEADER_PATH]: '/healthz' }).resume();
      await once(stream, 'close');
      seconds(world, 60);
    }
    expect(session.closed).toBe(false);
  });
});

describe('a crowd that asks for pages', () => {
  it('gets them in turns: who is signed in is not behind the whole crowd', async () => {
    const world = await startWorld({ env: { MAX_CONNECTIONS_PER_ADDRESS: '2000' } });
    let answered = 0;
    const sockets = await Promise.all(Array.from({ length: 300 }, () => plain(world)));
    for (const socket of sockets) socket.once('data', () => (answered += 1));
    const asking = await plain(world);
    await isTaken(world);
    for (const socket of sockets) socket.write('GET /taskpane.js HTTP/1.1\r\nHost: localhost\r\n\r\n');
    asking.write('GET /api/skills HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(asking, 'data');
    expect(answered).toBeLessThan(100);
    await expect.poll(() => answered).toBe(300);
  });
});
