import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The metrics that Prometheus reads at `GET /metrics`.
 * @see {@link https://prometheus.io/docs/practices/naming/ | Metric and label naming}
 */
export interface Telemetry {
  readonly registry: Registry;
  readonly requests: Counter<'route' | 'method' | 'status'>;
  /** Seconds until the response begins. */
  readonly requestSeconds: Histogram<'route'>;
  /** `outcome` is `result`, or the code of the failure. */
  readonly queries: Counter<'outcome'>;
  /** Seconds until a query is answered or fails. */
  readonly querySeconds: Histogram;
  readonly queriesRunning: Gauge;
  readonly points: Counter;
  /** `status` is the HTTP status, or `none` when there was no response. */
  readonly upstream: Counter<'host' | 'status'>;
  /** Seconds until Amazon's response begins. */
  readonly upstreamSeconds: Histogram<'host'>;
  /** `outcome` is `signed_in`, `access_denied`, or the code of the failure. */
  readonly signIns: Counter<'outcome'>;
  readonly renewals: Counter<'outcome'>;
  /** `limit` is `all` or `client`. */
  readonly connectionsRefused: Counter<'limit'>;
  readonly readersCut: Counter;
  readonly logLinesLost: Counter;
  /** Unforeseen errors that reached the process. */
  readonly surprises: Counter;
  /** What the settings allow. */
  readonly limits: Gauge<'limit'>;
  /** `limit` is the name of the setting. */
  readonly requestsRefused: Counter<'limit'>;
}

const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

const counters = (registry: Registry) => {
  const registers = [registry];
  return {
    requests: new Counter({
      name: 'relay_http_requests_total',
      help: 'HTTP requests answered',
      labelNames: ['route', 'method', 'status'] as const,
      registers,
    }),
    queries: new Counter({
      name: 'relay_questions_total',
      help: 'Questions for metrics by outcome',
      labelNames: ['outcome'] as const,
      registers,
    }),
    points: new Counter({ name: 'relay_points_total', help: 'Points in answers', registers }),
    upstream: new Counter({
      name: 'relay_upstream_requests_total',
      help: 'HTTP requests sent to Amazon',
      labelNames: ['host', 'status'] as const,
      registers,
    }),
    signIns: new Counter({
      name: 'relay_sign_ins_total',
      help: 'Sign-ins that came back from Amazon, by outcome',
      labelNames: ['outcome'] as const,
      registers,
    }),
    renewals: new Counter({
      name: 'relay_token_renewals_total',
      help: 'Renewals of access tokens by outcome',
      labelNames: ['outcome'] as const,
      registers,
    }),
    connectionsRefused: new Counter({
      name: 'relay_connections_refused_total',
      help: 'Connections closed at once because too many were open: of all clients, or of one',
      labelNames: ['limit'] as const,
      registers,
    }),
    requestsRefused: new Counter({
      name: 'relay_requests_refused_total',
      help: 'Requests refused because one address or one person had sent too many, by the setting of the limit',
      labelNames: ['limit'] as const,
      registers,
    }),
    limits: new Gauge({
      name: 'relay_limit',
      help: 'What the settings allow, by setting; 0: any number',
      labelNames: ['limit'] as const,
      registers,
    }),
    readersCut: new Counter({
      name: 'relay_readers_cut_total',
      help: 'Exchanges cut because the other side took nothing, or did not finish asking, for too long',
      registers,
    }),
    logLinesLost: new Counter({
      name: 'relay_log_lines_lost_total',
      help: 'Lines of the log that nobody took, or that did not fit on the disk',
      registers,
    }),
    surprises: new Counter({
      name: 'relay_unforeseen_errors_total',
      help: 'Errors that reached the process itself, and did not end it',
      registers,
    }),
  };
};

const durations = (registry: Registry) => {
  const registers = [registry];
  return {
    requestSeconds: new Histogram({
      name: 'relay_http_request_duration_seconds',
      help: 'Time until an answer begins',
      labelNames: ['route'] as const,
      buckets,
      registers,
    }),
    querySeconds: new Histogram({
      name: 'relay_question_duration_seconds',
      help: 'Time until a question is answered or fails',
      buckets,
      registers,
    }),
    queriesRunning: new Gauge({ name: 'relay_questions_running', help: 'Questions being answered', registers }),
    upstreamSeconds: new Histogram({
      name: 'relay_upstream_request_duration_seconds',
      help: 'Time until Amazon begins to answer',
      labelNames: ['host'] as const,
      buckets,
      registers,
    }),
  };
};

/**
 * Creates the metrics of a relay, in a registry of their own.
 * @param options `ofProcess` adds memory, CPU and event loop; false by default
 */
export const createTelemetry = ({ ofProcess = false }: { ofProcess?: boolean } = {}): Telemetry => {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  return { registry, ...counters(registry), ...durations(registry) };
};

/** Wraps a fetch so that it counts requests and measures the time to the response's headers. */
export const countedFetch =
  (fetch: typeof globalThis.fetch, { upstream, upstreamSeconds }: Telemetry): typeof globalThis.fetch =>
  async (input, init) => {
    const { host } = new URL(input instanceof Request ? input.url : input);
    const done = upstreamSeconds.startTimer({ host });
    try {
      const response = await fetch(input, init);
      upstream.inc({ host, status: String(response.status) });
      return response;
    } catch (error) {
      upstream.inc({ host, status: 'none' });
      throw error;
    } finally {
      done();
    }
  };
