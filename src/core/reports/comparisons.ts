/** Reports that put parts of a skill, or skills, side by side. */
import { metricLabel } from '../domain/catalog';
import type { ColumnMetric } from '../domain/derived';
import {
  aboutSkill,
  formulaHeader,
  head,
  headerRow,
  ifNumbers,
  parameterCell,
  rangeParameter,
  section,
  skillParameter,
  zoneParameter,
} from './parts';
import { columnLetter, joinParts, optionsWith, type Template } from './report';

const wide = [96, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66];
const mostLocales = 10;

/** Weeks by locales, as a heat map. */
export const localesTemplate: Template = {
  id: 'locales',
  title: 'Locale matrix',
  about: 'Weeks by locale with colors by value, and the locales by rank with their change.',
  make: ({ skill, timeZone }) => {
    const [skillCell = '', metric = '', weeks = '', recent = '', zone = ''] = [0, 1, 2, 3, 4].map(parameterCell);
    const locales = skill.locales.length === 0 ? ['en-US'] : skill.locales.slice(0, mostLocales);
    const [inputs, rows, last] = [10, 12, 'K'];
    const ranks = inputs + rows + 3;
    const measured = skill.skillType === 'music' ? 'playQueuesCount' : 'totalUtterances';
    const parameters = [
      skillParameter(skill.skillId),
      {
        label: 'Metric',
        content: metricLabel(skill.skillType === 'flashBriefing' ? 'totalSessions' : measured),
        hint: 'such as Total sessions, Total utterances',
      },
      { label: 'Weeks', content: `last ${rows} weeks`, hint: `up to ${rows} weeks` },
      rangeParameter('Ranking', 'last 28 days'),
      zoneParameter(timeZone),
    ];
    return joinParts({ name: 'Locale matrix', isLandscape: true, widths: wide }, [
      head('Locale matrix', aboutSkill(skill), parameters, last),
      {
        cells: [
          { at: `A${inputs}`, content: 'Week of' },
          ...locales.map((locale, index) => ({ at: `${columnLetter(index + 1)}${inputs}`, content: locale })),
        ],
        areas: [
          { cells: `A${inputs}`, look: 'numberHeader' },
          { cells: `B${inputs}:${last}${inputs}`, look: 'numberInput' },
        ],
        formulas: [
          {
            at: `A${inputs + 1}`,
            formula: `=SKILLMETRICS(${skillCell},${metric},${weeks},,"P1W",,,,$B$${inputs}:$${last}$${inputs},0,${optionsWith(zone)})`,
          },
          {
            at: `A${ranks}`,
            formula: `=SKILLTOP(${skillCell},${metric},"locales",${recent},,${mostLocales},,,${optionsWith(zone, 'compare=previous')})`,
            chart: { from: `G${ranks}`, to: `${last}${ranks + 14}` },
          },
        ],
        scales: [`B${inputs + 1}:${last}${inputs + rows}`],
        changes: [{ cells: `F${ranks + 1}:F${ranks + mostLocales + 1}`, metric }],
      },
      section(ranks - 1, 'Locales by rank', last),
      formulaHeader('names', ranks, 6),
    ]);
  },
};

/** The most used intents, and those that fail most. */
export const intentsTemplate: Template = {
  id: 'intents',
  title: 'Intents',
  about: 'The intents that people use most with their change, and those with the highest failure rates.',
  skillTypes: ['custom'],
  make: ({ skill, timeZone }) => {
    const [skillCell = '', days = '', zone = ''] = [0, 1, 2].map(parameterCell);
    const [used, most, last] = [9, 12, 'H'];
    const failed = used + 14 + most + 5;
    const widths = [150, 62, 58, 62, 62, 62, 62, 62];
    const parameters = [skillParameter(skill.skillId), rangeParameter('Days', 'last 28 days'), zoneParameter(timeZone)];
    return joinParts({ name: 'Intents', isLandscape: false, widths }, [
      head('Intents', aboutSkill(skill), parameters, last),
      section(used - 1, 'Most used, against as many days before', last),
      formulaHeader('names', used + 14, 6),
      section(failed - 1, 'Highest failure rates', last),
      formulaHeader('names', failed, 2),
      {
        formulas: [
          {
            at: `A${used + 14}`,
            formula: `=SKILLTOP(${skillCell},"totalUtterances","intents",${days},,${most},,,${optionsWith(zone, 'compare=previous')})`,
            chart: { from: `A${used}`, to: `${last}${used + 12}` },
          },
          {
            at: `A${failed}`,
            formula: `=SKILLTOP(${skillCell},"failureRate","intents",${days},,${most},,,${optionsWith(zone)})`,
            chart: { from: `D${failed}`, to: `${last}${failed + most}` },
          },
        ],
        changes: [{ cells: `F${used + 15}:F${used + 15 + most}` }],
      },
    ]);
  },
};

const staged: readonly ColumnMetric[] = [
  'totalSessions',
  'totalUtterances',
  'successRate',
  'failureRate',
  'incompleteRate',
  'utterancesPerSession',
];

/** What is live against what is being developed. */
export const stagesTemplate: Template = {
  id: 'stages',
  title: 'Live and development',
  about: 'The live skill beside the one in development: usage, success, and failures.',
  skillTypes: ['custom'],
  make: ({ skill, timeZone }) => {
    const [skillCell = '', days = '', zone = ''] = [0, 1, 2].map(parameterCell);
    const [table, last, chartRows] = [9, 'H', 13];
    const first = table + 1;
    const charts = first + staged.length + 2;
    const numbers = charts + chartRows + 2;
    const widths = [118, 66, 80, 66, 66, 66, 66, 66];
    const difference = (row: number): string => ifNumbers([`B${row}`, `C${row}`], `C${row}-B${row}`, '');
    const names = `$A$${first}:$A$${table + staged.length}`;
    const total = (stage: string): string =>
      `=SKILLTOTAL(${skillCell},${names},${days},,"${stage}",,,,${optionsWith(zone)})`;
    const series = (stage: string): string =>
      `=SKILLMETRICS(${skillCell},"successRate",${days},,"P1D","${stage}",,,,1,${optionsWith(zone)})`;
    const parameters = [skillParameter(skill.skillId), rangeParameter('Days', 'last 28 days'), zoneParameter(timeZone)];
    const name = 'Live and development';
    return joinParts({ name, isLandscape: false, widths }, [
      head(name, aboutSkill(skill), parameters, last),
      section(table - 1, 'Totals', last),
      headerRow(table, ['Metric', 'Live', 'Development', 'Difference']),
      {
        cells: staged.flatMap((metric, index) => [
          { at: `A${first + index}`, content: metricLabel(metric) },
          { at: `D${first + index}`, content: { formula: difference(first + index) } },
        ]),
        areas: [
          { cells: `A${first}:A${table + staged.length}`, look: 'label' },
          { cells: `D${first}:D${first + 1}`, look: 'label', format: '+#,##0;-#,##0;0' },
          { cells: `D${first + 2}:D${first + 4}`, look: 'label', format: '+0.0%;-0.0%;0.0%' },
          { cells: `D${first + 5}`, look: 'label', format: '+0.00;-0.00;0.00' },
        ],
        formulas: [
          { at: `B${first}`, formula: total('live') },
          { at: `C${first}`, formula: total('development') },
          {
            at: `A${numbers}`,
            formula: series('live'),
            chart: { from: `A${charts}`, to: `D${charts + chartRows - 1}` },
          },
          {
            at: `E${numbers}`,
            formula: series('development'),
            chart: { from: `E${charts}`, to: `${last}${charts + chartRows - 1}` },
          },
        ],
      },
      section(charts - 1, 'Success rate day by day: live on the left, in development on the right', last),
      section(numbers - 1, 'The numbers', last),
      formulaHeader('dates', numbers, 2),
      formulaHeader('dates', numbers, 2, 4),
    ]);
  },
};
