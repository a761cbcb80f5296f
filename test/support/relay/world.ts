import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../../src/dev/sandbox/serve';
import { readSettings } from '../../../src/relay/config/settings';
import { type Overrides, type Relay, startRelay } from '../../../src/relay/start';
import { environment, publicUrl } from './environment';
import { TestClock } from './fakes/test-clock';

export * from './environment';
export * from './sign-in';

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
  const script = files['taskpane.js'] ?? '';
  writeFileSync(path.join(pages, 'taskpane.js.gz'), gzipSync(script));
  writeFileSync(path.join(pages, 'taskpane.js.br'), brotliCompressSync(script));
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
  const sandbox = await startSandbox({ settings: sandboxSettings, now: overrides.clock?.now ?? clock.now });
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
