/** The certificate for https on localhost, in the folder that Microsoft's own tools use, so that trust is shared. */
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { generateCertificates } from 'office-addin-dev-certs';

const folder = path.join(homedir(), '.office-addin-dev-certs');

export interface Certificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const files: Certificate = {
  authority: path.join(folder, 'ca.crt'),
  certificate: path.join(folder, 'localhost.crt'),
  key: path.join(folder, 'localhost.key'),
};

const lastsAnotherDay = (file: string, now: number): boolean => {
  if (!existsSync(file)) return false;
  return Date.parse(new X509Certificate(readFileSync(file)).validTo) > now + 86_400_000;
};

/** Paths of a certificate for localhost that is valid for a day at least; made when there is none. */
export const localCertificate = async (now: number): Promise<Certificate> => {
  const usable = existsSync(files.key) && lastsAnotherDay(files.certificate, now);
  if (!usable) {
    // The package says what it does on standard output, which is ours.
    const { log } = console;
    console.log = () => undefined;
    try {
      await generateCertificates(files.authority, files.certificate, files.key);
    } finally {
      console.log = log;
    }
  }
  return files;
};
