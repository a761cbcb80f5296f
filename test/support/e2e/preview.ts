/** The preview with a small add-in on the real office.js: for tests of the preview itself. */
import path from 'node:path';
import { startPreview } from '../../../src/dev/preview/server/start';
import { makeCertificate, type RunningFixture, serveFixture } from '../../dev/preview/fixture/serve';

export interface FixturePreview {
  readonly origin: string;
  /** The add-in's own server. */
  readonly addIn: RunningFixture;
  stop(): Promise<void>;
}

/** Starts both on ports of their own. `tokenUrl`: where tokens of Microsoft are issued; nobody does if not said otherwise. */
export const startFixturePreview = async (tokenUrl?: URL): Promise<FixturePreview> => {
  const certificate = await makeCertificate();
  const fixture = await serveFixture(certificate);
  const preview = await startPreview({
    port: 0,
    ...certificate,
    manifestUrl: new URL(`${fixture.origin}/manifest.xml`),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
    pages: path.join(import.meta.dirname, '../../../dist/preview'),
  });
  return {
    origin: preview.origin,
    addIn: fixture,
    stop: async () => {
      fixture.stop();
      await preview.stop();
    },
  };
};
