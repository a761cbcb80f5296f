/** Composes the relay from its settings and starts it. */
import type { DestinationStream } from 'pino';
import { createLwa } from '../amazon/login/login-with-amazon';
import { createSmapi } from '../amazon/smapi/client';
import { Audit } from './auth/audit/audit';
import { composeAuth } from './auth/compose';
import { createSealer, type Sealer } from './auth/encryption';
import { createMicrosoftVerifier } from './auth/microsoft/verifier';
import { SettingError, type Settings } from './config/settings';
import { HostCheck } from './http/host-check';
import { InboundLimits, tellLimits } from './http/inbound-limits';
import { type HttpListener, listen } from './http/transport/server';
import { type Clock, systemClock } from './lib/clock';
import { processLoop } from './lib/event-loop';
import { createForwarding } from './lib/forwarded';
import { createLog, type Log } from './observability/log';
import { LogOutput } from './observability/log-output';
import { countedFetch, createTelemetry, type Telemetry } from './observability/metrics';
import { notingFetch, notingLwa } from './observability/redaction/note-amazon-secrets';
import { Secrets } from './observability/redaction/secrets';
import { secretsIn } from './observability/redaction/setting-secrets';
import { createEngine, type Engine } from './queries/engine';
import { checkedEngine } from './queries/name-check/checked-engine';
import { SkillNames } from './queries/name-check/skill-names';
import { RunningQueries } from './queries/running-queries';
import { gaugeLimiter } from './rate-limit/gauges';
import { createLimiter } from './rate-limit/limiter';
import { createApp } from './routes/app';
import { ResponseCache } from './routes/response-cache';
import { SkillLists } from './routes/skill-lists';
import { remedyOf, StoreError } from './store/fault';
import { StoreHealth } from './store/health';
import { openStore } from './store/open';
import type { Store } from './store/store';

/** Replacements for the relay's real dependencies; tests use them. */
export interface Overrides {
  /**
   * The folder of the built pages.
   * @default 'dist/pages', in the working directory
   */
  readonly pagesFolder?: string;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  readonly engine?: Engine;
  readonly store?: Store;
  /**
   * The log's destination.
   * @default standard output
   */
  readonly logTo?: DestinationStream;
  /**
   * How long a stopping relay lets queries finish, in milliseconds.
   * @default 10_000
   */
  readonly graceMs?: number;
}

/** A relay that accepts requests. */
export interface Relay {
  /** The port it listens on: the one that the system chose where the settings say 0. */
  readonly port: number;
  readonly log: Log;
  /** Reads the TLS certificate again. If the new one is unusable, keeps the current one and logs the reason. */
  reload(): void;
  /** Logs and counts an unforeseen error that reached the process. The relay goes on: other requests are unharmed. */
  surprised(error: unknown): void;
  /**
   * Refuses new requests, lets running queries finish within the grace period, fails the others as `unavailable`, and
   * closes the store. Later calls return the same promise.
   */
  stop(): Promise<void>;
}

const sweepMs = 60_000;
/** Time to write the last lines, between the end of the grace period and the cut. */
const farewellMs = 1_000;

/** The reason of an error; for a store's error, also the remedy. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  if (!(error instanceof StoreError)) return error.message;
  return `${error.cause instanceof Error ? error.cause.message : error.fault}; ${remedyOf(error.fault)}`;
};

const openedStore = (url: string, now: () => number): Store => {
  try {
    return openStore(url, now);
  } catch (error) {
    const reason = reasonOf(error);
    throw new SettingError('STORE_URL', url, `a store that can be used (${reason})`);
  }
};

interface World {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
  readonly hosts: HostCheck;
  readonly audit: Audit;
  readonly sealer: Sealer;
  readonly telemetry: Telemetry;
  readonly store: Store;
  readonly storeHealth: StoreHealth;
  readonly running: RunningQueries;
  readonly warm: ResponseCache;
}

const assemble = (settings: Settings, overrides: Overrides, world: World) => {
  const { clock, log, secrets, telemetry, store, storeHealth, sealer } = world;
  const { publicUrl, upstream, restateMs, queryDeadlineMs: deadlineMs } = settings;
  const { concurrency } = { ...upstream.client, ...upstream.accountId };
  const { now } = clock;
  const fetch = notingFetch(countedFetch(overrides.fetch ?? globalThis.fetch, telemetry), secrets);
  const lwa = notingLwa(createLwa({ ...settings.lwa, fetch }, now), secrets);
  const limiter = createLimiter({ store, now, ...upstream });
  gaugeLimiter(telemetry.registry, limiter);
  const smapi = createSmapi({ ...settings.smapi, fetch, now, gate: limiter.gate, pause: () => processLoop.pause() });
  const onStoreError = (error: unknown): void =>
    error instanceof StoreError
      ? storeHealth.failed(error)
      : log.warn({ err: error }, 'known days could not be kept or read');
  const lists = new SkillLists({ smapi, now });
  const names = new SkillNames({ smapi, now });
  const onForgotten = (accountId: string): void => {
    lists.forget(accountId);
    names.forget(accountId);
    world.warm.forget(accountId);
  };
  const onRefreshed = (accountId: string): void => world.warm.forget(accountId);
  const record = { onForgotten, onRefreshed, onStoreError };
  const { cachedDaysPerPerson: maxOfAccount } = settings;
  const engineSettings = { smapi, store, now, deadlineMs, restateMs, concurrency, maxOfAccount, ...record };
  const engine = overrides.engine ?? checkedEngine(createEngine(engineSettings), names);
  const forget = (accountId: string): void => {
    lists.forget(accountId);
    world.warm.forget(accountId);
    engine.forget(accountId).catch((error: unknown) => log.warn({ err: error }, 'known days could not be forgotten'));
  };
  const stopping = (): boolean => world.running.stopping;
  const microsoft = settings.microsoft && {
    ...settings.microsoft,
    ...createMicrosoftVerifier({ ...settings.microsoft, publicUrl, fetch, now }),
  };
  const auth = composeAuth({ ...world, settings, lwa, microsoft, stopping, forget });
  const pagesFolder = overrides.pagesFolder ?? 'dist/pages';
  const { metricsToken, streamsPerSession } = settings;
  const served = { ...world, streamsPerSession, auditSource: { store, sealer }, publicUrl, metricsToken, pagesFolder };
  return createApp({ ...served, ...auth, limiter, engine, lists });
};

/** Settles when the work has settled, or after `ms` milliseconds. */
const settledWithin = async (work: Promise<void>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
};

const stopping = async (server: HttpListener, running: RunningQueries, graceMs: number): Promise<void> => {
  running.beginShutdown();
  const drained = server.drain();
  await settledWithin(drained, graceMs);
  running.endAll();
  await settledWithin(drained, farewellMs);
  server.cut();
  await drained;
};

/**
 * Starts a relay.
 *
 * @returns the running relay, once it listens
 * @throws {SettingError} when a setting is unusable: a store that can't be opened, a certificate that can't be read, a
 * port in use. The message is one line that names the setting.
 * @example
 * ```ts
 * const relay = await startRelay(readSettings(process.env), { pagesFolder: 'dist/pages' });
 * process.once('SIGTERM', () => void relay.stop());
 * ```
 */
export const startRelay = async (settings: Settings, overrides: Overrides = {}): Promise<Relay> => {
  const { clock = systemClock, logTo, graceMs = 10_000 } = overrides;
  const telemetry = createTelemetry({ ofProcess: true });
  const output = logTo ?? new LogOutput({ onLost: (lines) => telemetry.logLinesLost.inc(lines) });
  if (output instanceof LogOutput) process.once('exit', () => output.finishNow());
  const secrets = new Secrets(secretsIn(settings));
  const redact = (line: string): string => secrets.redact(line);
  const log = createLog({ level: settings.logLevel, redact, destination: output });
  const store = overrides.store ?? openedStore(settings.storeUrl, clock.now);
  const storeHealth = new StoreHealth({ store, clock, log });
  const running = new RunningQueries(settings.queriesPerPerson);
  const onError = (error: unknown): void => storeHealth.failed(error);
  const sealer = createSealer(settings.secrets);
  const audit = new Audit({ store, sealer, clock, redact, keepMs: settings.auditMs, onError });
  const warm = new ResponseCache({ audit, clock, log, telemetry });
  tellLimits(telemetry, settings);
  const forwarding = createForwarding(settings.proxies);
  const inbound = new InboundLimits({ audit, limits: settings.limits, forwarding, now: clock.now, log, telemetry });
  const hosts = new HostCheck(settings.publicUrl, settings.allowedHosts, forwarding);
  const world = { audit, sealer, clock, log, secrets, inbound, hosts, telemetry, store, storeHealth, running, warm };
  const app = assemble(settings, overrides, world);
  const server = await listen(app, settings, { audit, forwarding, clock, log, telemetry }).catch(
    async (error: unknown) => {
      await store.close();
      throw error;
    },
  );
  void storeHealth.check();
  let sweeping: Promise<unknown> | undefined;
  const stopSweeping = clock.every(sweepMs, () => {
    void storeHealth.check();
    sweeping ??= store
      .sweep()
      .catch((error: unknown) => log.warn({ err: error }, 'the store could not be swept'))
      .finally(() => (sweeping = undefined));
  });
  const stop = async (): Promise<void> => {
    stopSweeping();
    await stopping(server, running, graceMs);
    warm.tell();
    await audit.flush();
    await store.close();
    log.info('stopped');
    if (output instanceof LogOutput) await output.finish(farewellMs);
  };
  let stopped: Promise<void> | undefined;
  log.info({ publicUrl: settings.publicUrl, host: settings.host, port: server.port }, 'listening');
  const reload = (): void => {
    if (settings.tls === undefined) return;
    try {
      secrets.keep(secretsIn(settings));
      server.reload();
      log.info('TLS_CERT and TLS_KEY were read again');
    } catch (error) {
      log.error({ err: error }, 'TLS_CERT and TLS_KEY could not be read again: the certificate stays as it is');
    }
  };
  const surprised = (error: unknown): void => {
    telemetry.surprises.inc();
    log.error({ err: error }, 'an error that nothing had foreseen; the relay goes on');
  };
  return { port: server.port, log, reload, surprised, stop: () => (stopped ??= stop()) };
};
