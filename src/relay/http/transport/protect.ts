import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ServerType } from '@hono/node-server';
import type { Clock } from '../../lib/clock';
import type { Settings } from '../../config/settings';
import type { Forwarding } from '../../lib/forwarded';
import type { Log } from '../../observability/log';
import type { Telemetry } from '../../observability/metrics';
import { limitConnections } from './connection-limits';
import { StalledReaders, usualPatience } from './stalled-readers';

export interface Protection {
  readonly connections: Settings['connections'];
  readonly forwarding: Forwarding;
  readonly clock: Clock;
  readonly log: Log;
  readonly telemetry: Telemetry;
}

const remedies = {
  all: 'raise MAX_CONNECTIONS if these are your people',
  client:
    'if this is your proxy, name it in TRUSTED_PROXIES; if many of your people share this address, raise MAX_CONNECTIONS_PER_ADDRESS',
};
/** Requests sent over HTTP/1.1 without waiting for the answers: no browser, and no proxy, sends more than one. */
const mostPipelined = 8;
/** A line for each would be a way to fill the disk. */
const tellMs = 60_000;

/** Keeps a server's memory its own: bounds its connections, and cuts off who reads nothing. Gives what ends that. */
export const protect = (
  server: ServerType,
  { connections, forwarding, clock, log, telemetry }: Protection,
): (() => void) => {
  let toldAt = -Infinity;
  limitConnections(server, {
    ...connections,
    speaksForMany: forwarding.isProxy,
    onRefused: (limit, address) => {
      telemetry.connectionsRefused.inc({ limit });
      if (clock.now() - toldAt < tellMs) return;
      toldAt = clock.now();
      log.warn({ limit, address, ...connections }, `too many connections: ${remedies[limit]}`);
    },
  });
  const onCut = (): void => telemetry.readersCut.inc();
  const readers = new StalledReaders({ clock, patience: usualPatience, onCut });
  const unanswered = new WeakMap<Socket, number>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.httpVersionMajor !== 1) {
      readers.watch(request, response);
      return;
    }
    const { socket } = request;
    const count = (unanswered.get(socket) ?? 0) + 1;
    unanswered.set(socket, count);
    readers.watch(request, response, () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    if (count <= mostPipelined || socket.destroyed) return;
    socket.destroy();
    onCut();
  });
  // Such as EMFILE on accept: without a listener it would end the process.
  server.on('error', (error: unknown) => log.error({ err: error }, 'the server could not take a connection'));
  return readers.begin(clock.every);
};
