/** Reports that put parts of a skill, or skills, side by side. */
import { metricLabel } from '../domain/catalog';
import type { ColumnMetric } from '../domain/derived';
import {
  aboutSkill,
  formulaHeader,
  head,
  headerRow,
  parameterCell,
  rangeParameter,
  section,
  shortId,
  skillParameter,
  zoneParameter,
} from './parts';
import { columnLetter, joinParts, optionsWith, type ReportPart, type Template } from './report';

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
    return joinParts({ name: 'Locale matrix', isLandscape: true, widths: wide, printed: `A1:${last}${ranks + 15}` }, [
      head('Locale matrix', aboutSkill(skill.name), parameters, last),
      {
        cells: [
          { at: `A${inputs}`, content: 'Week of' },
          ...locales.map((locale, index) => ({ at: `${columnLetter(index + 1)}${inputs}`, content: locale })),
        ],
        areas: [
          { cells: `A${inputs}`, look: 'header' },
          { cells: `B${inputs}:${last}${inputs}`, look: 'input' },
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
        signed: [`F${ranks + 1}:F${ranks + mostLocales + 1}`],
      },
      section(ranks - 1, 'Locales by rank', last),
      formulaHeader(ranks, 6),
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
    return joinParts({ name: 'Intents', isLandscape: false, widths, printed: `A1:${last}${failed + most + 1}` }, [
      head('Intents', aboutSkill(skill.name), parameters, last),
      section(used - 1, 'Most used, against as many days before', last),
      formulaHeader(used + 14, 6),
      section(failed - 1, 'Highest failure rates', last),
      formulaHeader(failed, 2),
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
        signed: [`F${used + 15}:F${used + 15 + most}`],
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
    const names = `$A$${first}:$A$${table + staged.length}`;
    const total = (stage: string): string =>
      `=SKILLTOTAL(${skillCell},${names},${days},,"${stage}",,,,${optionsWith(zone)})`;
    const series = (stage: string): string =>
      `=SKILLMETRICS(${skillCell},"successRate",${days},,"P1D","${stage}",,,,1,${optionsWith(zone)})`;
    const parameters = [skillParameter(skill.skillId), rangeParameter('Days', 'last 28 days'), zoneParameter(timeZone)];
    const name = 'Live and development';
    return joinParts({ name, isLandscape: false, widths, printed: `A1:${last}${numbers + 30}` }, [
      head(name, aboutSkill(skill.name), parameters, last),
      section(table - 1, 'Totals', last),
      headerRow(table, ['Metric', 'Live', 'Development', 'Difference']),
      {
        cells: staged.flatMap((metric, index) => [
          { at: `A${first + index}`, content: metricLabel(metric) },
          { at: `D${first + index}`, content: { formula: `=IFERROR(C${first + index}-B${first + index},"")` } },
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
      formulaHeader(numbers, 2),
      formulaHeader(numbers, 2, 4),
    ]);
  },
};

const mostSkills = 20;

const portfolioRows = (
  skills: readonly { readonly skillId: string; readonly name: string; readonly hasSessions: boolean }[],
  first: number,
  [week, zone]: readonly [string, string],
): ReportPart => {
  const each = skills.map((skill, index) => ({ ...skill, row: first + index }));
  const end = first + skills.length - 1;
  return {
    cells: each.flatMap(({ skillId, name, row }) => [
      { at: `A${row}`, content: { text: name } },
      { at: `H${row}`, content: shortId(skillId) },
    ]),
    areas: [
      { cells: `A${first}:A${end}`, look: 'label' },
      { cells: `H${first}:H${end}`, look: 'hint' },
    ],
    formulas: each.flatMap(({ hasSessions, row }) => [
      {
        at: `B${row}`,
        formula: `=SKILLTOTAL($H${row},"uniqueCustomers",${week},,,,,,${optionsWith(zone, 'compare=previous')})`,
      },
      ...(hasSessions
        ? [
            {
              at: `F${row}`,
              formula: `=SKILLTOTAL($H${row},{"totalSessions","sessionsPerCustomer"},${week},,,,,,${optionsWith(zone)})`,
            },
          ]
        : []),
    ]),
    signed: [`E${first}:E${end}`],
  };
};

/** All skills of the account in one table. */
export const portfolioTemplate: Template = {
  id: 'portfolio',
  title: 'Portfolio of skills',
  about: 'The customers of each of your skills in a week, their change, and sessions.',
  make: ({ skills, timeZone }) => {
    const [week = '', zone = ''] = [0, 1].map(parameterCell);
    const listed = skills.slice(0, mostSkills).map(({ skillId, name, skillType }) => ({
      skillId,
      name,
      hasSessions: skillType === 'custom' || skillType === 'flashBriefing',
    }));
    const [last, chartRows, charts] = ['H', 14, 8];
    const table = charts + chartRows + 1;
    const widths = [150, 66, 66, 60, 60, 66, 78, 210];
    const parameters = [rangeParameter('Week', 'last week'), zoneParameter(timeZone)];
    const title = 'Portfolio of skills';
    const line =
      'Customers are distinct in each skill, so they have no total. Change the yellow cells, and the report follows.';
    const end = table + listed.length;
    return joinParts({ name: title, isLandscape: true, widths, printed: `A1:${last}${end}` }, [
      head(title, line, parameters, last),
      section(charts - 1, 'Customers in the week', last),
      headerRow(table, ['Skill', 'Customers', 'Before', 'Change', 'Change %', 'Sessions', 'Per customer', 'ID']),
      { areas: [{ cells: `H${table}`, look: 'header' }] },
      portfolioRows(listed, table + 1, [week, zone]),
      {
        charts: [
          {
            cells: `A${table}:B${end}`,
            title: 'Unique customers',
            covers: { from: `A${charts}`, to: `${last}${table - 2}` },
          },
        ],
      },
    ]);
  },
};
