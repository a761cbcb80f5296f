import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { parseRedeemed } from '../../../src/core/wire';
import { readSettings } from '../../../src/relay/config';
import { startRelay, type Overrides, type Relay } from '../../../src/relay/start';
import { startSandbox, type RunningSandbox } from '../../../src/sandbox/serve';
import { TestClock } from './test-clock';

export const publicUrl = 'https://localhost:3000';
export const skillId = 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10';

export interface World {
  readonly sandbox: RunningSandbox;
  readonly relay: Relay;
  readonly clock: TestClock;
  /** Where the relay really listens. */
  readonly url: string;
  /** Every line logged so far. */
  readonly logged: () => string;
  readonly storeFile: string;
  readonly pagesFolder: string;
}

export const environment = (sandboxUrl: string, storeFile: string): Record<string, string> => ({
  PUBLIC_URL: publicUrl,
  PORT: '0',
  LWA_CLIENT_ID: 'amzn1.application-oa2-client.sandbox',
  LWA_CLIENT_SECRET: 'sandbox-client-secret',
  LWA_AUTHORIZE_ENDPOINT: `${sandboxUrl}/ap/oa`,
  LWA_TOKEN_ENDPOINT: `${sandboxUrl}/auth/o2/token`,
  LWA_PROFILE_ENDPOINT: `${sandboxUrl}/user/profile`,
  SMAPI_ENDPOINT: sandboxUrl,
  SESSION_SECRET: 'a-session-secret-that-only-tests-use',
  STORE_URL: `file:${storeFile}`,
  LOG_LEVEL: 'trace',
});

/** Pages as a build leaves them, in a folder of their own. */
const builtPages = (folder: string): string => {
  const pages = path.join(folder, 'pages');
  mkdirSync(path.join(pages, 'assets'), { recursive: true });
  const files: Record<string, string> = {
    'taskpane.html': '<!doctype html><html lang="en"><body><p>pane</p></body></html>',
    'dialog.html': '<!doctype html><html lang="en"><body class="page"><p>dialog</p></body></html>',
    'taskpane.js': `console.log(${JSON.stringify('pane '.repeat(500))});`,
    'pane.0a1b2c3d.js': 'console.log(1);',
    'functions.json': '{"functions":[]}',
    'manifest.xml': `<OfficeApp><IconUrl DefaultValue="${publicUrl}/assets/icon-32.png"/><A>${publicUrl}</A></OfficeApp>`,
    'assets/icon-32.png': 'png',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(pages, name), text);
  return pages;
};

export interface WorldOptions extends Overrides {
  readonly env?: Record<string, string>;
  readonly sandboxSettings?: NonNullable<Parameters<typeof startSandbox>[0]>['settings'];
}

/** A relay and Amazon's stand-in on real sockets with one clock, which end with the test. */
export const startWorld = async ({ env, sandboxSettings = {}, ...overrides }: WorldOptions = {}): Promise<World> => {
  const clock = new TestClock();
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-'));
  const storeFile = path.join(folder, 'relay.db');
  const pagesFolder = builtPages(folder);
  const lines: string[] = [];
  const sandbox = await startSandbox({ settings: sandboxSettings, now: clock.now });
  onTestFinished(() => sandbox.close());
  const relay = await startRelay(readSettings({ ...environment(sandbox.url, storeFile), ...env }), {
    clock,
    pagesFolder,
    logTo: { write: (line) => void lines.push(line) },
    graceMs: 0,
    ...overrides,
  });
  onTestFinished(() => relay.stop());
  const url = `http://127.0.0.1:${relay.port}`;
  return { sandbox, relay, clock, url, logged: () => lines.join(''), storeFile, pagesFolder };
};

export interface Verifier {
  readonly verifier: string;
  readonly challenge: string;
}

export const newVerifier = (): Verifier => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

const locationOf = (response: Response): URL => new URL(response.headers.get('location') ?? 'none:');

export const attributeOf = (html: string, name: string): string | undefined =>
  new RegExp(`<body[^>]* data-${name}="([^"]*)"`).exec(html)?.[1];

/** What the pop-up does up to Amazon's page: gives the address that Amazon's page was asked with. */
export const openPopUp = async ({ url }: World, challenge: string): Promise<URL> =>
  locationOf(await fetch(`${url}/auth/start?challenge=${challenge}`, { redirect: 'manual' }));

/** What a person does on Amazon's page: gives the query with which Amazon sends the pop-up back. */
export const decide = async (asked: URL, decision: 'allow' | 'deny', person?: string): Promise<string> => {
  const id = person ?? 'amzn1.account.SANDBOXADA000000000000000000';
  const body = new URLSearchParams([...asked.searchParams, ['person', id], ['decision', decision]]);
  const answer = await fetch(new URL(asked.pathname, asked), { method: 'POST', body, redirect: 'manual' });
  return locationOf(answer).search;
};

/** The page that the pop-up ends on. */
export const comeBack = async ({ url }: World, query: string): Promise<Response> =>
  fetch(`${url}/auth/callback${query}`);

export const redeem = (world: World, code: string, verifier: string): Promise<Response> =>
  fetch(`${world.url}/auth/redeem`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code, verifier }),
  });

/** A sign-in up to the one-time code. */
export const signInToCode = async (world: World, challenge: string, person?: string): Promise<string> => {
  const query = await decide(await openPopUp(world, challenge), 'allow', person);
  return attributeOf(await (await comeBack(world, query)).text(), 'code') ?? '';
};

/** A whole sign-in: gives the session's bearer token. */
export const signIn = async (world: World, person?: string): Promise<string> => {
  const { verifier, challenge } = newVerifier();
  const redeemed = await redeem(world, await signInToCode(world, challenge, person), verifier);
  return parseRedeemed(await redeemed.json()).session;
};

export const authorized = (session: string): { headers: Record<string, string> } => ({
  headers: { Authorization: `Bearer ${session}` },
});

export const question = (changes: Record<string, string> = {}): string =>
  new URLSearchParams({
    skillId,
    metric: 'totalSessions',
    startTime: '2026-09-01T00:00:00Z',
    endTime: '2026-09-08T00:00:00Z',
    period: 'P1D',
    stage: 'live',
    skillType: 'custom',
    ...changes,
  }).toString();
