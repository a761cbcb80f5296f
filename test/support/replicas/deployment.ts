/**
 * A deployment as one that has outgrown one machine: three relays behind a load balancer, and a Redis that they share,
 * over TLS with a certificate of the deployment's own authority.
 */
import { type RunningSandbox, startSandbox } from '../../../src/dev/sandbox/serve';
import { createRelayClient, type RelayClient } from '../../../src/office/relay/client';
import { makeCertificate } from '../e2e/certificate';
import { environment } from '../relay/environment';
import { type RelayProcess, startRelayProcess } from '../relay/relay-process';
import { RedisServer } from '../store/redis-server';
import { buildRelay } from './build-relay';
import { type RoundRobin, startRoundRobin } from './round-robin';

/** Requests a second that the deployment may send to Amazon, which would refuse more. */
export const rps = 60;
const latencyMs = 40;

export interface Deployment {
  readonly redis: RedisServer;
  readonly sandbox: RunningSandbox;
  readonly balancer: RoundRobin;
  readonly relays: readonly RelayProcess[];
  /** Puts a new relay in the place of one that has ended. */
  replace(index: number): Promise<void>;
  close(): Promise<void>;
}

export const startDeployment = async (): Promise<Deployment> => {
  const tls = await makeCertificate();
  const [program, redis, balancer] = await Promise.all([buildRelay(), RedisServer.start(tls), startRoundRobin()]);
  const sandbox = await startSandbox({
    settings: { latencyMs, rps, refreshTokens: 'rotate', redirectUris: [`${balancer.url}/auth/callback`] },
  });
  const settings = {
    ...environment(sandbox.url, ''),
    PUBLIC_URL: balancer.url,
    STORE_URL: redis.url,
    NODE_EXTRA_CA_CERTS: tls.authority,
    UPSTREAM_RPS: String(rps),
    LOG_LEVEL: 'info',
  };
  const relays = await Promise.all([0, 1, 2].map(() => startRelayProcess(program, settings)));
  balancer.servers.push(...relays.map(({ url }) => url));
  return {
    redis,
    sandbox,
    balancer,
    relays,
    replace: async (index) => {
      const relay = await startRelayProcess(program, settings);
      relays[index] = relay;
      balancer.servers[index] = relay.url;
    },
    close: async () => {
      await balancer.close();
      await Promise.all(relays.map((relay) => relay.end('SIGKILL')));
      await Promise.all([sandbox.close(), redis.stop()]);
    },
  };
};

/** The add-in's own client, of a person who is signed in, at the balancer or at one relay. */
export const clientOf = (session: string, { url }: { readonly url: string }): RelayClient =>
  createRelayClient({ fetch, origin: url }, { bearer: () => Promise.resolve(session), ended: () => undefined });
