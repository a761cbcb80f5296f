/** A report about the first weeks of a skill, or of a new version. */
import { metricLabel } from '../domain/catalog';
import type { ColumnMetric } from '../domain/derived';
import {
  aboutSkill,
  cards,
  formulaHeader,
  head,
  parameterCell,
  section,
  skillParameter,
  totalsTable,
  zoneParameter,
} from './parts';
import { joinParts, optionsWith, type Template } from './report';

const metrics: readonly ColumnMetric[] = [
  'totalSessions',
  'totalEnablements',
  'successRate',
  'utterancesPerSession',
  'totalUtterances',
];

const widths = [130, 70, 70, 70, 66, 62, 70, 66];
const last = 'H';

/** Since a launch, against as many days before it. */
export const launchTemplate: Template = {
  id: 'launch',
  title: 'Launch report',
  about: 'The days since a launch against as many before it, and where people use the skill.',
  skillTypes: ['custom'],
  make: ({ skill, timeZone, launch }) => {
    const [skillCell = '', launched = '', days = '', until = '', zone = ''] = [0, 1, 2, 3, 4].map(parameterCell);
    const [card, table, chartRows] = [10, 15, 13];
    const charts = table + metrics.length + 3;
    const numbers = charts + chartRows + 2;
    const range = `${launched},${until}`;
    const options = (...fixed: readonly string[]): string => optionsWith(zone, ...fixed);
    const parameters = [
      skillParameter(skill.skillId),
      {
        label: 'Launched on',
        content: { formula: `=DATE(${launch.year},${launch.month},${launch.day})` },
        format: 'yyyy-mm-dd',
        hint: 'a date',
      },
      { label: 'Days', content: 28, format: '0', hint: '7 to 90' },
      {
        label: 'Until',
        content: { formula: `=MIN(${launched}+${days},TODAY())` },
        format: 'yyyy-mm-dd',
        isFixed: true,
      },
      zoneParameter(timeZone),
    ];
    return joinParts({ name: 'Launch report', isLandscape: false, widths }, [
      head('Launch report', aboutSkill(skill), parameters, last),
      cards(card, table, metrics),
      section(table - 1, 'Since the launch, and as many days before', last),
      totalsTable(
        table,
        metrics,
        (names) => `=SKILLTOTAL(${skillCell},${names},${range},,,,,${options('compare=previous')})`,
        ['Since', 'Before'],
      ),
      section(charts - 1, `${metricLabel('totalSessions')}: day by day, and by locale`, last),
      section(numbers - 1, 'The numbers', last),
      formulaHeader('dates', numbers, 5),
      formulaHeader('names', numbers, 3, 5),
      {
        // Names beside percentages would touch them.
        areas: [{ cells: `F${numbers}:F${numbers + 13}`, look: 'centered' }],
        formulas: [
          {
            at: `A${numbers}`,
            formula: `=SKILLMETRICS(${skillCell},"totalSessions",${range},"P1D",,,,,1,${options('compare=previous')})`,
            chart: { from: `A${charts}`, to: `E${charts + chartRows - 1}` },
          },
          {
            at: `F${numbers}`,
            formula: `=SKILLTOP(${skillCell},"totalSessions","locales",${range},12,,,${options()})`,
            chart: { from: `F${charts}`, to: `H${charts + chartRows - 1}` },
          },
        ],
      },
    ]);
  },
};
