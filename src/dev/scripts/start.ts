/** `npm start`: sandbox, relay and preview on this machine, and the address of the workbook. */
import { localCertificate } from './certificates';
import { addresses, preview, relay, sandbox } from './local-stack';
import { startAll, stopOnSignal } from './programs';

try {
  const certificate = await localCertificate(Date.now());
  const stop = await startAll([sandbox(), relay(certificate, 'sandbox'), preview(certificate)]);
  stopOnSignal(stop);
  console.log(`
  Skill Metrics for Excel

  Open      ${addresses.preview}    a workbook with the task pane
  Sandbox   ${addresses.sandbox}     Amazon's stand-in: its skills, and skills that fail on purpose

  The certificate is this machine's own: your browser asks once whether to trust localhost
  ("npx office-addin-dev-certs install" makes it trusted). Ctrl+C stops everything.
`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
