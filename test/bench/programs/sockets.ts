/**
 * A drill, not a benchmark: what sockets that ask for the biggest page and read nothing cost the relay. After `npm run build`
 * and `webpack --env bench`: `node dist/bench/sockets.js [count]`.
 */
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { environment, metricsOf } from '../../support/relay/environment';
import { startRelayProcess } from '../../support/relay/relay-process';
import { memoryOf } from '../process-stats';

const count = Number(process.argv[2] ?? 2_000);
const dist = path.join(import.meta.dirname, '..');
const pages = path.join(dist, 'pages');

/** Of what the relay serves. */
const biggest = readdirSync(pages)
  .filter((name) => name.endsWith('.js'))
  .sort((one, other) => statSync(path.join(pages, other)).size - statSync(path.join(pages, one)).size)[0];

const relay = await startRelayProcess(path.join(dist, 'relay/main.js'), {
  ...environment('http://127.0.0.1:9', path.join(mkdtempSync(path.join(tmpdir(), 'sockets-')), 'relay.db')),
  LOG_LEVEL: 'info',
  MAX_CONNECTIONS: String(2 * count),
  MAX_CONNECTIONS_PER_ADDRESS: String(2 * count),
});

const rss = (): string => `${Math.round(memoryOf(relay.pid, 'VmRSS'))} MB`;
const open = (request: string): Socket => {
  const socket = connect(Number(new URL(relay.url).port), '127.0.0.1').on('error', () => undefined);
  socket.pause().write(request);
  return socket;
};
/** How often something was counted. */
const counted = async (name: string): Promise<string> => {
  const text = await metricsOf(relay.url);
  return text.split('\n').find((line) => line.startsWith(`${name} `)) ?? `${name} 0`;
};

console.log(`before: ${rss()}`);
const request = `GET /${String(biggest)} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const sockets = Array.from({ length: count }, () => open(request));
for (let looks = 0; looks < 5; looks += 1) {
  await setTimeout(12_000);
  const from = performance.now();
  await fetch(`${relay.url}/healthz`).catch(() => undefined);
  const ms = Math.round(performance.now() - from);
  console.log(`${count} sockets: ${rss()}, an answer in ${ms} ms, ${await counted('relay_readers_cut_total')}`);
}
for (const socket of sockets) socket.destroy();
console.log(`at the most: ${Math.round(memoryOf(relay.pid, 'VmHWM'))} MB`);
await relay.end('SIGTERM');
