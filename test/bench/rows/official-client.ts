import { CustomSmapiClientBuilder } from 'ask-smapi-sdk';
import type { Query } from '../../../src/core/query/query';
import { settingsFrom } from '../../../src/dev/sandbox/settings';
import type { World } from '../world';

const weekMs = 7 * 86_400_000;
const iso = (instant: number): string => new Date(instant).toISOString();

/** Asks with Amazon's official client as its documentation shows: week by week, page by page. Gives the points. */
export const askByOfficialClient = async ({ sandbox, sandboxUrl }: World, query: Query): Promise<number> => {
  const { clientId, clientSecret } = settingsFrom({});
  const client = new CustomSmapiClientBuilder()
    .withApiEndpoint(sandboxUrl)
    .withAuthEndpoint(sandboxUrl)
    .withRefreshTokenConfig({ clientId, clientSecret, refreshToken: await sandbox.refreshToken() })
    .client();
  const { skillId, startTime, endTime, period, metrics, stage, skillType } = query;
  let points = 0;
  for (let from = startTime; from < endTime; from += weekMs) {
    let token: string | undefined;
    do {
      const week = [iso(from), iso(Math.min(from + weekMs, endTime))] as const;
      const what = [period, metrics[0] ?? '', stage, skillType, undefined, undefined, 50] as const;
      const page = await client.getSkillMetricsV1(skillId, ...week, ...what, token);
      points += page.values.length;
      token = page.nextToken;
    } while (token !== undefined);
  }
  return points;
};
