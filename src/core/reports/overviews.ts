/** Reports about one week of a skill: what it was, what it was before, and the days that led to it. */
import type { SkillType } from '../domain/catalog';
import type { ColumnMetric } from '../domain/derived';
import {
  aboutSkill,
  cards,
  formulaHeader,
  head,
  parameterCell,
  rangeParameter,
  section,
  skillParameter,
  totalsTable,
  weekParameter,
  zoneParameter,
} from './parts';
import { joinParts, optionsWith, type Report, type ReportInput, type Template } from './report';

/** What an overview of a kind of skill shows. */
interface Overview {
  readonly metrics: readonly ColumnMetric[];
  /** Day by day, with what could be expected. */
  readonly trend: ColumnMetric;
  /** Day by day beside it. */
  readonly second: ColumnMetric;
}

const overviews: Readonly<Record<SkillType, Overview>> = {
  custom: {
    metrics: [
      'totalSessions',
      'uniqueCustomers',
      'successRate',
      'utterancesPerSession',
      'totalUtterances',
      'sessionsPerCustomer',
      'totalEnablements',
    ],
    trend: 'totalSessions',
    second: 'successRate',
  },
  smartHome: {
    metrics: ['totalUtterances', 'uniqueCustomers', 'utterancesPerCustomer', 'totalEnablements'],
    trend: 'totalUtterances',
    second: 'uniqueCustomers',
  },
  flashBriefing: {
    metrics: ['totalSessions', 'uniqueCustomers', 'sessionsPerCustomer', 'totalEnablements'],
    trend: 'totalSessions',
    second: 'uniqueCustomers',
  },
  music: {
    metrics: [
      'playQueuesCount',
      'uniqueCustomers',
      'averagePlayQueueLength',
      'successfulPlayQueueRate',
      'totalPlayQueuesDuration',
    ],
    trend: 'playQueuesCount',
    second: 'averagePlayQueueLength',
  },
};

// The last has the longest header in two lines: "Average play queue length".
const widths = [150, 74, 74, 74, 66, 62, 70, 86];
const last = 'H';
/** Of which the marks of unusual days are centered. */
const mostDays = 100;

const make = (title: string, type: SkillType, { skill, timeZone }: ReportInput): Report => {
  const { metrics, trend, second } = overviews[type];
  const [skillCell, week, days, zone] = [0, 1, 2, 3].map(parameterCell);
  const [card, table] = [9, 14];
  const [charts, chartRows] = [table + metrics.length + 3, 13];
  const numbers = charts + chartRows + 2;
  const options = (...fixed: readonly string[]): string => optionsWith(zone ?? '', ...fixed);
  const series = (metric: ColumnMetric, ...fixed: readonly string[]): string =>
    `=SKILLMETRICS(${skillCell},"${metric}",${days},,"P1D",,,,,1,${options(...fixed)})`;
  const parameters = [
    skillParameter(skill.skillId),
    weekParameter,
    rangeParameter('Days', 'last 28 days'),
    zoneParameter(timeZone),
  ];
  return joinParts({ name: title, isLandscape: false, widths }, [
    head(title, aboutSkill(skill), parameters, last),
    cards(card, table, metrics),
    section(table - 1, 'The week, and the week before', last),
    totalsTable(
      table,
      metrics,
      (names) => `=SKILLTOTAL(${skillCell},${names},${week},,,,,,${options('compare=previous')})`,
      ['Week', 'Before'],
    ),
    section(charts - 1, 'Day by day', last),
    section(numbers - 1, 'The numbers', last),
    formulaHeader('dates', numbers, 6),
    formulaHeader('dates', numbers, 2, 6),
    {
      areas: [{ cells: `F${numbers}:F${numbers + mostDays}`, look: 'centered' }],
      formulas: [
        {
          at: `A${numbers}`,
          formula: series(trend, 'expected=1'),
          chart: { from: `A${charts}`, to: `E${charts + chartRows - 1}` },
        },
        {
          at: `G${numbers}`,
          formula: series(second),
          chart: { from: `F${charts}`, to: `H${charts + chartRows - 1}` },
        },
      ],
    },
  ]);
};

const overview = (id: string, title: string, about: string, type: SkillType): Template => ({
  id,
  title,
  about,
  skillTypes: [type],
  make: (input) => make(title, type, input),
});

/** The overviews of all kinds of skills. */
export const overviewTemplates = {
  custom: overview(
    'weekly',
    'Weekly overview',
    'The week against the week before, four weeks with what could be expected, and the success rate.',
    'custom',
  ),
  smartHome: overview(
    'weekly-smart-home',
    'Weekly overview',
    'The week against the week before, and four weeks with what could be expected.',
    'smartHome',
  ),
  flashBriefing: overview(
    'flash-briefing',
    'Flash briefing plays',
    'Plays and listeners of the week, and four weeks with what could be expected.',
    'flashBriefing',
  ),
  music: overview(
    'music',
    'Music queues',
    'Play queues, their length and success in the week, and four weeks with what could be expected.',
    'music',
  ),
} satisfies Record<SkillType, Template>;
