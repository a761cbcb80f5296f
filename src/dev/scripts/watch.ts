/** `npm run dev`: what `npm start` runs, built for development; each save restarts or reloads what it has changed. */
import path from 'node:path';
import { type Build, developmentConfig, watchBuilds } from './build-watcher';
import { localCertificate } from './certificates';
import { keptSecret } from './kept-secret';
import { LivePrograms } from './live-programs';
import { addresses, preview, relay, sandbox } from './local-stack';
import { type Program, stopOnSignal } from './programs';

const folder = 'watch';
const built = (program: Program): Program => ({ ...program, file: `${folder}/${program.file}` });

/** Whether a built file is one that a browser has loaded. */
const isPage = (file: string): boolean => /^(pages|preview)\//.test(file);

const introduction = `
  Skill Metrics for Excel, in development

  Open      ${addresses.preview}    a workbook with the task pane
  Sandbox   ${addresses.sandbox}     Amazon's stand-in

  Save a file, and the workbook reloads. .data/dev.* keeps sign-ins and fetched days. Ctrl+C stops everything.
`;

try {
  const certificate = await localCertificate(Date.now());
  const secret = keptSecret('.data/dev.key');
  const storage = { storeUrl: 'file:.data/dev.db', sessionSecret: secret, clientSecret: secret };
  const stack = [sandbox(storage), relay(certificate, 'sandbox', storage), preview(certificate)];
  const programs = new LivePrograms(stack.map(built));
  let isFirst = true;

  const onBuild = async ({ written, errors }: Build): Promise<void> => {
    if (errors !== '') console.error(errors);
    if (errors !== '' && isFirst) return;
    const restarted = await programs.update(written.map((file) => `${folder}/${file}`));
    const reloads = written.some(isPage);
    if (reloads) programs.tell('preview', 'reload');
    const changes = [
      ...restarted.map((name) => `restarted the ${name}`),
      ...(reloads ? ['reloaded the workbook'] : []),
    ];
    if (isFirst) console.log(introduction);
    else if (changes.length > 0) console.log(`${new Date().toLocaleTimeString()} ${changes.join(', ')}`);
    isFirst = false;
  };
  const report = (error: unknown): void => console.error(error instanceof Error ? error.message : error);

  console.log('Building …');
  const stopBuilding = watchBuilds(await developmentConfig(), path.resolve('dist', folder), (build) =>
    onBuild(build).catch(report),
  );
  stopOnSignal(async () => {
    await Promise.all([programs.stop(), stopBuilding()]);
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
