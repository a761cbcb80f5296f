/** The least that a server of the relay's framework can do: always the same bytes, with nothing around. */
import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const bytes = readFileSync(process.env['BYTES'] ?? '');
const app = new Hono();
app.get(
  '/api/metrics',
  () => new Response(bytes, { headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8' } }),
);
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.(port));
process.on('disconnect', () => process.exit());
