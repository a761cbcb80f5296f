import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Fetches a text over https, or over http. A certificate that nobody vouches for is accepted from this machine only: the local build makes
 * its own.
 * @throws {Error} that names the address, when it cannot be had.
 */
export function fetchText(url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const read = (response: IncomingMessage): void => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`${url.href} answers ${response.statusCode ?? 'nothing'}.`));
      });
    };
    const outgoing =
      url.protocol === 'http:'
        ? requestHttp(url, read)
        : requestHttps(url, { rejectUnauthorized: !loopback.has(url.hostname) }, read);
    outgoing.on('error', (cause) => reject(new Error(`${url.href} cannot be reached: ${cause.message}`, { cause })));
    outgoing.end();
  });
}
