/** A report about all skills of an account. */
import { head, headerRow, parameterCell, section, shortId, weekParameter, zoneParameter } from './parts';
import { joinParts, optionsWith, type ReportPart, type ReportSkill, type Template } from './report';

/** Each skill costs requests, and a page has room for so many. */
const mostSkills = 20;

/** Which skills a portfolio has room for, and a sentence that says so where it leaves some out. */
const portfolioOf = (
  chosen: ReportSkill,
  live: readonly ReportSkill[],
): { readonly listed: readonly ReportSkill[]; readonly choice: string } => {
  if (live.length === 0) return { listed: [chosen], choice: '' };
  if (live.length <= mostSkills) return { listed: live, choice: '' };
  const first = live.slice(0, mostSkills);
  const isAmong = ({ skillId }: ReportSkill): boolean => skillId === chosen.skillId;
  const own = first.some(isAmong) ? undefined : live.find(isAmong);
  const [listed, which] =
    own === undefined
      ? [first, 'the first by name']
      : [[own, ...first.slice(0, -1)], 'the one that you chose, and the first others by name'];
  return { listed, choice: `These are ${mostSkills} of your ${live.length} live skills: ${which}. ` };
};

const portfolioRows = (
  skills: readonly ReportSkill[],
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
      { cells: `H${first}:H${end}`, look: 'id' },
    ],
    formulas: each.flatMap(({ skillType, row }) => [
      {
        at: `B${row}`,
        formula: `=SKILLTOTAL($H${row},"uniqueCustomers",${week},,,,,,${optionsWith(zone, 'compare=previous')})`,
      },
      ...(skillType === 'custom' || skillType === 'flashBriefing'
        ? [
            {
              at: `F${row}`,
              formula: `=SKILLTOTAL($H${row},{"totalSessions","sessionsPerCustomer"},${week},,,,,,${optionsWith(zone)})`,
            },
          ]
        : []),
    ]),
    changes: [{ cells: `E${first}:E${end}` }],
  };
};

/** All skills of the account in one table. */
export const portfolioTemplate: Template = {
  id: 'portfolio',
  title: 'Portfolio of skills',
  about: 'The customers of each of your skills in a week, their change, and sessions.',
  make: ({ skill, skills, timeZone }) => {
    const [week = '', zone = ''] = [0, 1].map(parameterCell);
    const { listed, choice } = portfolioOf(skill, skills);
    const [last, charts] = ['H', 8];
    // Each skill has a line of its own in the chart.
    const chartRows = listed.length + 4;
    const table = charts + chartRows + 1;
    const widths = [150, 66, 66, 60, 60, 66, 78, 210];
    const parameters = [weekParameter, zoneParameter(timeZone)];
    const title = 'Portfolio of skills';
    const line = `${choice}Customers are distinct in each skill, so they have no total.`;
    const end = table + listed.length;
    return joinParts({ name: title, isLandscape: false, widths }, [
      head(title, line, parameters, last),
      section(charts - 1, 'Customers in the week', last),
      headerRow(table, ['Skill', 'Customers', 'Before', 'Change', 'Change %', 'Sessions', 'Per customer', 'ID']),
      {
        areas: [
          { cells: `H${table}`, look: 'header' },
          { cells: `H${table}`, look: 'centered' },
        ],
      },
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
