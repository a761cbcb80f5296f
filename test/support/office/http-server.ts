import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as v from 'valibot';

export interface TestServer {
  readonly origin: string;
  readonly requests: { method: string; url: string; bearer: string | undefined; body: string }[];
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** A real server on a port of its own that answers as the test says. */
export const serve = async (
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<TestServer> => {
  const requests: TestServer['requests'] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const bearer = request.headers.authorization?.replace('Bearer ', '');
      requests.push({ method: request.method ?? '', url: request.url ?? '', bearer, body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = v.parse(v.object({ port: v.number() }), server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
