import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateCertificates } from 'office-addin-dev-certs';

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Files of a certificate for localhost that nobody vouches for. */
export const makeCertificate = async (): Promise<CertificateFiles> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'skill-metrics-'));
  const [certificate, key] = [path.join(folder, 'localhost.crt'), path.join(folder, 'localhost.key')];
  await generateCertificates(path.join(folder, 'ca.crt'), certificate, key);
  return { certificate, key };
};
