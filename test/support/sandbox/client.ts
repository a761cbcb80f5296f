import { afterEach } from 'vitest';
import { dailyTriviaId } from '../../../src/dev/sandbox/data/skill-list';
import type { SandboxOptions } from '../../../src/dev/sandbox/sandbox';
import type { RunningSandbox } from '../../../src/dev/sandbox/serve';
import { startSandbox } from '../../../src/dev/sandbox/serve';

const running: RunningSandbox[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox on a free port; it ends with the test. */
export const start = async (options: SandboxOptions = {}): Promise<RunningSandbox> => {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return sandbox;
};

/** Noon of a Sunday, long after the launch of the example skill. */
export const noon = Date.parse('2026-11-22T12:00:00Z');

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the text is no JSON. */
  readonly body: unknown;
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A GET with an access token; the sandbox gives one where the test brings none. */
export const get = async (
  sandbox: RunningSandbox,
  path: string,
  token = sandbox.tokensFor().accessToken,
  init: RequestInit = {},
): Promise<Answer> => {
  const response = await fetch(sandbox.url + path, { ...init, headers: { Authorization: `Bearer ${token}` } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: jsonOf(text) };
};

const example = {
  startTime: '2026-11-01T00:00:00Z',
  endTime: '2026-11-08T00:00:00Z',
  period: 'P1D',
  metric: 'totalSessions',
  stage: 'live',
  skillType: 'custom',
};

/** The path of a query for metrics: a week of the example skill, but for what is given; undefined leaves a parameter out. */
export const metricsPath = (
  changed: Readonly<Record<string, string | undefined>> = {},
  skillId = dailyTriviaId,
): string => {
  const given: Readonly<Record<string, string | undefined>> = { ...example, ...changed };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) params.set(name, value);
  return `/v1/skills/${skillId}/metrics?${params.toString()}`;
};
