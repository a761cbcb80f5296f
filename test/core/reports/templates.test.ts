import { describe, expect, it } from 'vitest';
import { skillTypes } from '../../../src/core/domain/catalog';
import { callArguments } from '../../../src/core/formula/signatures';
import { readFormulaText } from '../../../src/core/formula/text/read-formula-text';
import type { ReportInput, ReportSkill } from '../../../src/core/reports/report';
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

  it('keeps all that it writes within the area that is printed', () => {
    const end = positionOf(report.printed.split(':')[1] ?? '');
    const all = [
      ...report.cells.map(({ at }) => at),
      ...report.formulas.flatMap(({ at, chart }) => [at, ...(chart === undefined ? [] : [chart.to])]),
      ...report.areas.flatMap(({ cells }) => cells.split(':')),
    ];
    for (const address of all) {
      const { column, row } = positionOf(address);
      expect(column, address).toBeLessThanOrEqual(end.column);
      expect(row, address).toBeLessThanOrEqual(end.row);
    }
    expect(report.widths).toHaveLength(end.column + 1);
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

it("writes a skill's name as a text that Excel never calculates", () => {
  const name = '=HYPERLINK("https://example.com")';
  for (const { make } of templates) {
    const named = make(inputOf(skillOf({ name }))).cells.filter(({ content }) =>
      JSON.stringify(content).includes('HYPERLINK'),
    );
    for (const { content } of named) expect(Object.keys(content as object)).toEqual(['text']);
  }
});

it('lists twenty skills at most', () => {
  const skills = Array.from({ length: 30 }, (_, index) => skillOf({ name: `Skill ${index}` }));
  const portfolio = templates.find(({ id }) => id === 'portfolio');
  const report = portfolio?.make(inputOf(skillOf(), skills));
  expect(report?.formulas.filter(({ formula }) => formula.includes('uniqueCustomers'))).toHaveLength(20);
});
