/** Strangers on the network: readers that do not read, requests that do not end, connections without number. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { metricsOf, startWorld, type World } from '../../../support/relay/world';

/** More than the buffers of both ends of a loopback connection hold. */
const bigPage = Buffer.alloc(16_000_000, 'x');

const startWithBigPage = async (env: Record<string, string> = {}): Promise<World> => {
  const world = await startWorld({ env });
  writeFileSync(path.join(world.pagesFolder, 'big.js'), bigPage);
  return world;
};

const opened = async ({ relay }: World): Promise<Socket> => {
  const socket = connect(relay.port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
};

const get = (page: string): string => `GET /${page} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

/** A socket that asks and takes nothing of the answer. */
const asked = async (world: World, request: string): Promise<Socket> => {
  const socket = await opened(world);
  socket.pause().write(request);
  return socket;
};

const isClosed = async (socket: Socket): Promise<boolean> => {
  if (socket.closed) return true;
  const closed = once(socket, 'close');
  // What the kernel still holds comes first.
  socket.resume();
  await closed;
  return true;
};

const measured = async ({ url }: World, name: string): Promise<number> => {
  const text = await metricsOf(url);
  return text
    .split('\n')
    .filter((line) => line.startsWith(name))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

/** Lets time pass, looking once a second, until so many have been cut. */
const passUntilCut = async (world: World, count: number): Promise<void> => {
  await expect
    .poll(
      () => {
        world.clock.pass(1_000);
        world.clock.tick();
        return measured(world, 'relay_readers_cut_total');
      },
      { timeout: 20_000, interval: 5 },
    )
    .toBe(count);
};

describe('a reader', () => {
  it('that takes nothing for half a minute is cut off, and others go on', async () => {
    const world = await startWithBigPage();
    const readers = await Promise.all(Array.from({ length: 8 }, () => asked(world, get('big.js'))));
    const before = world.clock.now();
    await passUntilCut(world, readers.length);
    expect(world.clock.now() - before).toBeGreaterThanOrEqual(30_000);
    expect(await Promise.all(readers.map(isClosed))).not.toContain(false);
    expect((await fetch(`${world.url}/taskpane.js`)).status).toBe(200);
  });

  it('that takes something now and then gets all, however long it takes', async () => {
    const world = await startWithBigPage();
    const socket = await asked(world, get('big.js'));
    let bytes = 0;
    for await (const chunk of socket) {
      bytes += (chunk as Buffer).length;
      world.clock.pass(20_000);
      world.clock.tick();
      if (bytes >= bigPage.length) break;
    }
    expect(bytes).toBeGreaterThanOrEqual(bigPage.length);
    expect(await measured(world, 'relay_readers_cut_total')).toBe(0);
  });

  it('that keeps the connection and asks for more without taking anything is cut off, too', async () => {
    const world = await startWithBigPage();
    const socket = await asked(world, get('big.js').repeat(3));
    await passUntilCut(world, 1);
    expect(await isClosed(socket)).toBe(true);
  });

  it('that asks for many pages at once without waiting for any is cut off at once', async () => {
    const world = await startWithBigPage();
    const socket = await asked(world, get('big.js').repeat(500));
    await expect.poll(() => measured(world, 'relay_readers_cut_total'), { timeout: 20_000 }).toBe(1);
    expect(await isClosed(socket)).toBe(true);
  });
});

describe('connections', () => {
  it('of one client are closed beyond their number, and are let in again when others have gone', async () => {
    const world = await startWorld({ env: { MAX_CONNECTIONS_PER_ADDRESS: '5' } });
    const sockets: Socket[] = [];
    for (let i = 0; i < 5; i += 1) sockets.push(await opened(world));
    const refused = await opened(world);
    expect(await isClosed(refused)).toBe(true);
    expect(world.logged()).toMatch(/too many connections: .*TRUSTED_PROXIES.*MAX_CONNECTIONS_PER_ADDRESS/);
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() =>
        fetch(`${world.url}/healthz`).then(
          ({ status }) => status,
          () => 'refused',
        ),
      )
      .toBe(200);
    expect(await measured(world, 'relay_connections_refused_total{limit="client"}')).toBeGreaterThanOrEqual(1);
  });

  it('of a proxy may be more, for they are of many', async () => {
    const world = await startWorld({ env: { MAX_CONNECTIONS_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.1' } });
    for (let i = 0; i < 5; i += 1) await opened(world);
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
    expect(await measured(world, 'relay_connections_refused_total{limit="client"}')).toBe(0);
  });

  it('of all clients are closed beyond their number', async () => {
    const world = await startWorld({ env: { MAX_CONNECTIONS: '5' } });
    const sockets: Socket[] = [];
    for (let i = 0; i < 5; i += 1) sockets.push(await opened(world));
    expect(await isClosed(await opened(world))).toBe(true);
    expect(world.logged()).toMatch(/too many connections: .*MAX_CONNECTIONS/);
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() =>
        fetch(`${world.url}/healthz`).then(
          ({ status }) => status,
          () => 'refused',
        ),
      )
      .toBe(200);
  });
});
