/** The sandbox as a process of its own, which tells the benchmark what has been asked of it. */
import { startSandbox } from '../../../src/dev/sandbox/serve';
import { settingsFrom } from '../../../src/dev/sandbox/settings';
import { readOrder, type Reply } from '../sandbox-orders';

const sandbox = await startSandbox({ settings: settingsFrom(process.env) });

const replyTo = (order: ReturnType<typeof readOrder>): Reply => {
  switch (order) {
    case 'address':
      return { text: sandbox.url };
    case 'refresh token':
      return { text: sandbox.tokensFor().refreshToken };
    case 'requests':
      return { requests: sandbox.requests.metricsOf().map(({ at, status = 0 }) => ({ at, status })) };
    case 'forget requests':
      sandbox.requests.clear();
      return {};
    case 'throttle the next request':
      sandbox.settings.throttleNext = 1;
      return {};
  }
};

process.on('message', (message) => process.send?.(replyTo(readOrder(message))));
process.on('disconnect', () => process.exit());
