import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateCertificates } from 'office-addin-dev-certs';

export interface CertificateFiles {
  /** Who vouches for it. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Files of a certificate for localhost whose authority nobody knows. */
export const makeCertificate = async (): Promise<CertificateFiles> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'skill-metrics-'));
  const [certificate, key] = [path.join(folder, 'localhost.crt'), path.join(folder, 'localhost.key')];
  const authority = path.join(folder, 'ca.crt');
  await generateCertificates(authority, certificate, key);
  return { authority, certificate, key };
};
