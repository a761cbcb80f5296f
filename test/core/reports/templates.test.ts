import { describe, expect, it } from 'vitest';
import { skillTypes } from '../../../src/core/domain/catalog';
import { callArguments } from '../../../src/core/formula/signatures';
import { readFormulaText } from '../../../src/core/formula/text/read-formula-text';
import type { Report, ReportInput, ReportSkill } from '../../../src/core/reports/report';
import { templates, templatesFor } from '../../../src/core/reports/templates';

const skillId = 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10';
const skillOf = (skill: Partial<ReportSkill> = {}): ReportSkill => ({
  skillId,
  name: 'Daily Trivia',
  skillType: 'custom',
  locales: ['en-US', 'de-DE'],
  ...skill,
});
const inputOf = (skill: ReportSkill, skills: readonly ReportSkill[] = [skill]): ReportInput => ({
  skill,
  skills,
  timeZone: 'Europe/Berlin',
  launch: { year: 2026, month: 10, day: 29 },
});

const positionOf = (address: string): { column: number; row: number } => {
  const [, letter = '', row = ''] = /^\$?([A-Z])\$?(\d+)$/.exec(address) ?? [];
  return { column: letter.charCodeAt(0) - 65, row: Number(row) };
};

describe('the reports for a kind of skill', () => {
  it.each(skillTypes)('begin with an overview of the week: %s', (skillType) => {
    const titles = templatesFor(skillType).map(({ title }) => title);
    expect(titles[0]).toMatch(/Weekly overview|Flash briefing plays|Music queues/);
    expect(titles).toContain('Portfolio of skills');
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('leave out what Amazon does not measure for it', () => {
    expect(templatesFor('music').map(({ id }) => id)).toEqual(['music', 'locales', 'portfolio']);
  });
});

describe.each(templates)('$id', ({ make, skillTypes: [skillType = 'custom'] = [] }) => {
  const report = make(inputOf(skillOf({ skillType })));

  it('has formulas that the pane can read, with as many arguments as their function takes', () => {
    for (const { formula } of report.formulas) {
      const reading = readFormulaText(formula);
      expect(reading.kind, formula).toBe('fields');
      if (reading.kind === 'fields')
        expect(callArguments[reading.call], formula).toEqual(expect.arrayContaining(Object.keys(reading.fields)));
    }
  });

  it('takes skill, dates, and time zone from cells', () => {
    for (const { formula } of report.formulas) {
      expect(formula).toMatch(/\$[BH]\$?\d+,/);
      expect(formula).toMatch(/tz="&\$B\$\d+\)$/);
      expect(formula).not.toContain(skillId);
    }
  });

  it('keeps all that it writes within the columns that are printed', () => {
    const all = [
      ...report.cells.map(({ at }) => at),
      ...report.formulas.flatMap(({ at, chart }) => [at, ...(chart === undefined ? [] : [chart.to])]),
      ...report.areas.flatMap(({ cells }) => cells.split(':')),
    ];
    for (const address of all) {
      expect(positionOf(address).column, address).toBeLessThan(report.widths.length);
    }
  });

  it('has no chart above cells with content', () => {
    const covered = [
      ...report.formulas.flatMap(({ chart }) => chart ?? []),
      ...report.charts.map(({ covers }) => covers),
    ];
    for (const { from, to } of covered) {
      const [start, end] = [positionOf(from), positionOf(to)];
      for (const { at } of [...report.cells, ...report.formulas]) {
        const { column, row } = positionOf(at);
        const isInside = column >= start.column && column <= end.column && row >= start.row && row <= end.row;
        expect(isInside, `${at} below ${from}:${to}`).toBe(false);
      }
    }
  });
});

/** What a report writes into a cell; of a formula, the formula. */
const contentAt = (report: Report | undefined, address: string): unknown => {
  const content = report?.cells.find(({ at }) => at === address)?.content;
  if (typeof content !== 'object') return content;
  return 'formula' in content ? content.formula : content.text;
};

it("writes a skill's name as a text that Excel never calculates", () => {
  const name = '=HYPERLINK("https://example.com")';
  for (const { make } of templates) {
    const named = make(inputOf(skillOf({ name }))).cells.filter(({ content }) =>
      JSON.stringify(content).includes('HYPERLINK'),
    );
    for (const { content } of named)
      if (typeof content === 'object' && 'formula' in content)
        expect(content.formula).toContain(',"=HYPERLINK(""https://example.com""). ","")&');
      else expect(Object.keys(content as object)).toEqual(['text']);
  }
});

it('names the skill for as long as its ID is in the cell of the skill', () => {
  const weekly = templates.find(({ id }) => id === 'weekly');
  expect(contentAt(weekly?.make(inputOf(skillOf())), 'A2')).toBe(
    '=IF($B$4="7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10","Daily Trivia. ","")&"Change the yellow cells, and the report follows."',
  );
  const long = contentAt(weekly?.make(inputOf(skillOf({ name: '"🦜'.repeat(300) }))), 'A2');
  // Excel refuses a formula with a longer text.
  for (const [, text = ''] of String(long).matchAll(/"((?:[^"]|"")*)"/g)) expect(text.length).toBeLessThanOrEqual(255);
});

it('shows no figure where a formula has no number, which Excel would count as 0', () => {
  const report = templates.find(({ id }) => id === 'weekly')?.make(inputOf(skillOf()));
  expect(contentAt(report, 'C10')).toBe('=IF(COUNT($B$16)=1,$B$16,"–")');
  expect(contentAt(report, 'C11')).toBe('=IF(COUNT($E$16)=1,$E$16,"")');
  const stages = templates.find(({ id }) => id === 'stages')?.make(inputOf(skillOf()));
  expect(contentAt(stages, 'D11')).toBe('=IF(COUNT(B11,C11)=2,C11-B11,"")');
  for (const { make } of templates)
    for (const { content } of make(inputOf(skillOf())).cells)
      if (typeof content === 'object' && 'formula' in content) expect(content.formula).not.toContain('IFERROR');
});

describe('a portfolio of more skills than it has room for', () => {
  const portfolio = templates.find(({ id }) => id === 'portfolio');
  const skills = Array.from({ length: 30 }, (_, index) => skillOf({ skillId: `id-${index}`, name: `Skill ${index}` }));
  const listed = (report: Report | undefined): readonly unknown[] =>
    Array.from({ length: 25 }, (_, index) => contentAt(report, `A${33 + 1 + index}`)).filter(
      (name) => name !== undefined,
    );

  it('lists the first twenty, and says so', () => {
    const report = portfolio?.make(inputOf(skillOf({ skillId: 'id-3' }), skills));
    expect(listed(report)).toEqual(skills.slice(0, 20).map(({ name }) => name));
    expect(contentAt(report, 'A2')).toContain('These are 20 of your 30 live skills: the first by name.');
  });

  it('always lists the chosen one', () => {
    const report = portfolio?.make(inputOf(skillOf({ skillId: 'id-25' }), skills));
    expect(listed(report)).toEqual(['Skill 25', ...skills.slice(0, 19).map(({ name }) => name)]);
    expect(contentAt(report, 'A2')).toContain('the one that you chose, and the first others by name');
  });

  it('says nothing of others where there are none, and is never empty', () => {
    const all = portfolio?.make(inputOf(skillOf(), skills.slice(0, 3)));
    expect(contentAt(all, 'A2')).toBe('Customers are distinct in each skill, so they have no total.');
    const none = portfolio?.make(inputOf(skillOf({ name: 'Unpublished' }), []));
    expect(none?.cells.map(({ content }) => content)).toContainEqual({ text: 'Unpublished' });
  });
});

it('suggests only what its formulas can answer: customers and means over a week at most, and no month that Excel makes a day', () => {
  for (const { id, make, skillTypes: [skillType = 'custom'] = [] } of templates)
    for (const { at, content } of make(inputOf(skillOf({ skillType }))).cells)
      if (at.startsWith('F') && typeof content === 'string' && content.includes('such as')) {
        expect(content, id).not.toMatch(/\d{4}-\d{2}(?!-)/);
        if (content.includes('last week')) expect(content, id).toContain('up to 7 days');
      }
});
