/**
 * Strangers on the network as a process of their own: `strangers.js KIND COUNT PORT [PAGE]`. Whoever has to leave comes
 * back after a second. Tells its parent how many are connected, four times a second.
 */
import { connect, type Socket } from 'node:net';

const [kind = '', count = '', port = '', page = ''] = process.argv.slice(2);

/** Longer than a relay waits for a reader. */
const stayMs = 35_000;
const headers = `GET /${page} HTTP/1.1\r\nHost: localhost\r\nX-Slow: `;
let connected = 0;

/** One byte of the headers a second, without an end. */
const sendSlowly = (socket: Socket): void => {
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(headers[sent] ?? 'x');
    sent += 1;
  }, 1_000);
  socket.once('close', () => clearInterval(timer));
};

const acts: Readonly<Record<string, (socket: Socket) => void>> = {
  idle: (socket) => void socket.resume(),
  slow: sendSlowly,
  unreading: (socket) => {
    socket.pause().write(`GET /${page} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    // Who reads nothing doesn't notice that nobody writes any more.
    const timer = setTimeout(() => socket.destroy(), stayMs);
    socket.once('close', () => clearTimeout(timer));
  },
};

const act = acts[kind];
if (act === undefined) throw new Error(`no strangers are ${kind}`);

/** From ten addresses, each of which may have 400 connections. */
const come = (index: number): void => {
  const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress: `127.0.1.${1 + (index % 10)}` });
  let isConnected = false;
  socket.on('error', () => undefined);
  socket.once('connect', () => {
    isConnected = true;
    connected += 1;
    act(socket);
  });
  socket.once('close', () => {
    if (isConnected) connected -= 1;
    setTimeout(() => come(index), 1_000);
  });
};

for (let index = 0; index < Number(count); index += 1) come(index);
setInterval(() => process.send?.(connected), 250);
process.on('disconnect', () => process.exit());
