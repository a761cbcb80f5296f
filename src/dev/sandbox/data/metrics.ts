/** Amazon's metrics by skill type, as its page "Metrics API v1" lists them. */
export const metricsOf = {
  custom: [
    'uniqueCustomers',
    'totalEnablements',
    'totalUtterances',
    'successfulUtterances',
    'failedUtterances',
    'totalSessions',
    'successfulSessions',
    'incompleteSessions',
    'userEndedSessions',
    'skillEndedSessions',
  ],
  smartHome: ['uniqueCustomers', 'totalEnablements', 'totalUtterances'],
  flashBriefing: ['uniqueCustomers', 'totalEnablements', 'totalSessions'],
  music: [
    'uniqueCustomers',
    'totalPlayQueuesDuration',
    'playQueuesCount',
    'successfulPlayQueueRate',
    'averagePlayQueueLength',
  ],
} as const;

export type SkillType = keyof typeof metricsOf;
export type Metric = (typeof metricsOf)[SkillType][number];

export const skillTypes: readonly SkillType[] = ['custom', 'smartHome', 'flashBriefing', 'music'];
export const metrics: readonly Metric[] = [...new Set<Metric>(Object.values(metricsOf).flat())];

export const periods = ['SINGLE', 'PT15M', 'PT1H', 'P1D'] as const;
export type Period = (typeof periods)[number];

export const stages = ['live', 'development'] as const;
export type Stage = (typeof stages)[number];
