import type { Server, Socket } from 'node:net';
import { clientOf } from './client-address';

/** How many connections may be open at once. */
export interface ConnectionLimits {
  /** Of all clients. */
  readonly most: number;
  /** Of one client, as clientOf counts them. */
  readonly mostOfClient: number;
  /** Whether the limit of one client does not count for an address, because it speaks for many. */
  readonly speaksForMany: (address: string) => boolean;
  /** Told of each connection that is closed at once. */
  readonly onRefused: (reason: 'all' | 'client', address: string | undefined) => void;
}

/** Counts a server's connections, and closes those beyond the limits before they can ask for anything. */
export const limitConnections = (server: Server, limits: ConnectionLimits): void => {
  const { most, mostOfClient, speaksForMany, onRefused } = limits;
  const counts = new Map<string, number>();
  server.maxConnections = most;
  server.on('drop', (data) => onRefused('all', data?.remoteAddress));
  server.on('connection', (socket: Socket) => {
    const { remoteAddress: address } = socket;
    // Closed by the other side before it was ours.
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
