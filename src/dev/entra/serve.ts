import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { Issuer } from './issuer';

export interface RunningIssuer {
  readonly issuer: Issuer;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Where a token as Excel gets it is to be had, as text: for the preview. */
  readonly tokenUrl: URL;
  stop(): Promise<void>;
}

const json = { 'Content-Type': 'application/json' };

function sendKeys(issuer: Issuer, response: ServerResponse): void {
  issuer.asked += 1;
  switch (issuer.fault) {
    case 'none':
      response.writeHead(200, json).end(JSON.stringify(issuer.keys()));
      return;
    case 'down':
      response.writeHead(503, json).end(JSON.stringify(issuer.keys()));
      return;
    case 'empty':
      response.writeHead(200, json).end('{"keys":[]}');
      return;
    case 'silent':
      return;
    case 'redirect':
      response.writeHead(302, { Location: '/elsewhere/keys' }).end();
      return;
    case 'nonsense':
      response.writeHead(200, json).end('<html>Sign in to the hotel network</html>');
      return;
    case 'endless': {
      const text = ' '.repeat(65_536);
      const more = (): void => {
        while (response.write(text));
      };
      response.writeHead(200, json).on('drain', more);
      more();
    }
  }
}

/**
 * Starts a stand-in for Microsoft Entra on loopback.
 *
 * @param options.port default: a free one
 * @param options.now the time in milliseconds; default: the system's
 */
export const startIssuer = async ({
  port = 0,
  now,
}: { readonly port?: number; readonly now?: () => number } = {}): Promise<RunningIssuer> => {
  const issuer = new Issuer(now);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    switch (pathname) {
      case '/common/discovery/v2.0/keys':
        sendKeys(issuer, response);
        return;
      // Where a redirect of the keys leads: nobody is to follow it.
      case '/elsewhere/keys':
        response.writeHead(200, json).end(JSON.stringify(issuer.keys()));
        return;
      case '/token':
        response.writeHead(200, { 'Content-Type': 'text/plain' }).end(issuer.mint());
        return;
      default:
        response.writeHead(404).end();
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`;
  issuer.authority = url;
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { issuer, url, tokenUrl: new URL('/token', url), stop };
};
