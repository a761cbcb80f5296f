/** A relay's settings and queries, as the tests give them. */

export const publicUrl = 'https://localhost:3000';
export const skillId = 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10';

const metricsToken = 'a-metrics-token-that-only-tests-use';

/** What an operator's Prometheus reads of a relay, and sends to be let in. */
export const prometheus = { headers: { Authorization: `Bearer ${metricsToken}` } };
export const metricsOf = async (url: string): Promise<string> => (await fetch(`${url}/metrics`, prometheus)).text();

export const environment = (sandboxUrl: string, storeFile: string): Record<string, string> => ({
  PUBLIC_URL: publicUrl,
  PORT: '0',
  LWA_CLIENT_ID: 'amzn1.application-oa2-client.sandbox',
  LWA_CLIENT_SECRET: 'sandbox-client-secret',
  LWA_AUTHORIZE_ENDPOINT: `${sandboxUrl}/ap/oa`,
  LWA_TOKEN_ENDPOINT: `${sandboxUrl}/auth/o2/token`,
  LWA_PROFILE_ENDPOINT: `${sandboxUrl}/user/profile`,
  SMAPI_ENDPOINT: sandboxUrl,
  SESSION_SECRET: 'a-session-secret-that-only-tests-use',
  STORE_URL: `file:${storeFile}`,
  METRICS_TOKEN: metricsToken,
  LOG_LEVEL: 'trace',
});

export const query = (changes: Record<string, string> = {}): string =>
  new URLSearchParams({
    skillId,
    metric: 'totalSessions',
    startTime: '2026-09-01T00:00:00Z',
    endTime: '2026-09-08T00:00:00Z',
    period: 'P1D',
    stage: 'live',
    skillType: 'custom',
    ...changes,
  }).toString();
