import type { IncomingMessage, ServerResponse } from 'node:http';
import { Http2ServerRequest, type Http2ServerResponse, type Http2Session } from 'node:http2';
import type { Server, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ServerType } from '@hono/node-server';
import type { Audit } from '../../auth/audit/audit';
import type { Settings } from '../../config/settings';
import { type Clock, isWithin, steadily } from '../../lib/clock';
import { clientOf, type ForwardingRules } from '../../lib/forwarded';
import type { Log } from '../../observability/log';
import type { Telemetry } from '../../observability/metrics';
import { type ClientConnection, defaultIdleLimits, IdleConnections } from './idle-connections';
import { defaultStallLimits, StalledReaders } from './stalled-readers';

/** The most connections open at once. */
interface ConnectionLimits {
  /** Of all clients. */
  readonly most: number;
  /** Of one client, as {@link clientOf} tells them apart. */
  readonly mostOfClient: number;
  /** Whether an address stands for many clients, as a proxy's does, and has no limit of its own. */
  readonly speaksForMany: (address: string) => boolean;
  /** Called for each refused connection. */
  readonly onRefused: (reason: 'all' | 'client', address: string | undefined) => void;
}

/** Counts a server's connections, and closes those beyond the limits before they can send a request. */
const limitConnections = (server: Server, limits: ConnectionLimits): void => {
  const { most, mostOfClient, speaksForMany, onRefused } = limits;
  const counts = new Map<string, number>();
  server.maxConnections = most;
  server.on('drop', (data) => onRefused('all', data?.remoteAddress));
  server.on('connection', (socket: Socket) => {
    const { remoteAddress: address } = socket;
    // The other side has already closed it.
    if (address === undefined) return void socket.destroy();
    const client = clientOf(address);
    const count = (counts.get(client) ?? 0) + 1;
    if (count > mostOfClient && !speaksForMany(address)) {
      onRefused('client', address);
      return void socket.destroy();
    }
    counts.set(client, count);
    socket.once('close', () => {
      const left = (counts.get(client) ?? 1) - 1;
      if (left > 0) counts.set(client, left);
      else counts.delete(client);
    });
  });
};

/** What {@link protect} needs. */
export interface Protection {
  readonly audit: Pick<Audit, 'note'>;
  readonly connections: Settings['connections'];
  readonly forwarding: ForwardingRules;
  readonly clock: Clock;
  readonly log: Log;
  readonly telemetry: Telemetry;
}

const settingOf = { all: 'MAX_CONNECTIONS', client: 'MAX_CONNECTIONS_PER_ADDRESS' };
const remedies = {
  all: 'raise MAX_CONNECTIONS if these are your people',
  client:
    'if this is your proxy, name it in TRUSTED_PROXIES; if many of your people share this address, raise MAX_CONNECTIONS_PER_ADDRESS',
};
/**
 * The most HTTP/1.1 requests of a connection that aren't answered yet. Browsers and proxies send the next one after the
 * answer; a second one may arrive before this end has noticed that the answer is sent.
 */
const mostPipelined = 2;
/** A log line for each refusal would let strangers fill the disk. */
const tellMs = 60_000;

type IncomingRequest = IncomingMessage | Http2ServerRequest;

/** What a request came on. Over HTTP/2 that is the session, whose socket Node keeps to itself. */
const connectionOf = (request: IncomingRequest): ClientConnection =>
  request instanceof Http2ServerRequest ? (request.stream.session ?? request.socket) : request.socket;

/** Over TLS a connection counts from its handshake, for which Node has a limit. */
const watchConnections = (server: ServerType, idle: IdleConnections): void => {
  if (!('setSecureContext' in server)) {
    server.on('connection', (socket: Socket) => idle.watch(socket));
    return;
  }
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol !== 'h2') idle.watch(socket);
  });
  server.on('session', (session: Http2Session) => idle.watch(session));
};

/**
 * Protects a server's memory: bounds its connections, and closes those whose clients stall.
 * @returns a function that ends the checks
 */
export const protect = (
  server: ServerType,
  { audit, connections, forwarding, clock, log, telemetry }: Protection,
): (() => void) => {
  let toldAt = -Infinity;
  limitConnections(server, {
    ...connections,
    speaksForMany: forwarding.isProxy,
    onRefused: (limit, address) => {
      const whose = address === undefined ? {} : { address: clientOf(address) };
      audit.note({ event: 'refused', outcome: settingOf[limit], ...whose });
      telemetry.connectionsRefused.inc({ limit });
      if (isWithin(tellMs, toldAt, clock.now())) return;
      toldAt = clock.now();
      log.warn({ limit, ...connections }, `too many connections: ${remedies[limit]}`);
    },
  });
  const onCut = (): void => telemetry.readersCut.inc();
  const steady = steadily(clock);
  const readers = new StalledReaders({ clock: steady, patience: defaultStallLimits, onCut });
  const idle = new IdleConnections({ now: steady.now, limits: defaultIdleLimits, onCut });
  watchConnections(server, idle);
  const unanswered = new WeakMap<ClientConnection, number>();
  server.on('request', (request: IncomingRequest, response: ServerResponse | Http2ServerResponse) => {
    const connection = connectionOf(request);
    const count = (unanswered.get(connection) ?? 0) + 1;
    unanswered.set(connection, count);
    idle.begin(connection);
    readers.watch(request, response, () => {
      unanswered.set(connection, (unanswered.get(connection) ?? 1) - 1);
      idle.end(connection);
    });
    if (request instanceof Http2ServerRequest || count <= mostPipelined || connection.destroyed) return;
    connection.destroy();
    onCut();
  });
  // An error such as EMFILE on accept ends the process if there is no listener.
  server.on('error', (error: unknown) => log.error({ err: error }, 'the server could not take a connection'));
  const endChecks = [readers.begin(clock.every), idle.check(clock.every)];
  return () => {
    for (const end of endChecks) end();
  };
};
