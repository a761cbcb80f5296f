import { readFileSync } from 'node:fs';
import type { Settings } from '../../config/settings';

/** The password in a URL, as it is written there and as it is sent. */
const passwordsIn = (url: string): string[] => {
  const { password = '' } = URL.canParse(url) ? new URL(url) : {};
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
};

/** The lines of a PEM file that hold its content; none when it can't be read. */
const keyLines = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .filter((line) => !line.startsWith('-----'));
  } catch {
    return [];
  }
};

/** The secrets among the settings, and in the files that they name: neither log nor response may contain them. */
export const secretsIn = ({ lwa, secrets, metricsToken = '', storeUrl, tls }: Settings): string[] => [
  lwa.clientSecret,
  ...secrets,
  metricsToken,
  ...passwordsIn(storeUrl),
  ...(tls === undefined ? [] : keyLines(tls.key)),
];

/** The same, before the settings have been read: the values of all environment variables whose names tell of secrets. */
export const secretsInEnvironment = (env: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(env).flatMap(([name, value = '']) => {
    if (/SECRET|TOKEN/.test(name)) return value.split(',').map((part) => part.trim());
    return name === 'STORE_URL' ? passwordsIn(value) : [];
  });
