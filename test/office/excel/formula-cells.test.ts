import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alwaysCalls, isOurs, reachesOurs, runsOf } from '../../../src/office/excel/formula-cells';

describe('our formulas', () => {
  it.each([
    '=SKILLMETRICS(A1,"totalSessions",B1)',
    '=skillmetrics (A1,B1,C1)',
    '=SUM(SKILLMETRICS(A1,B1,C1,,,,,,,0))',
    '=IFERROR(INDEX(SKILLMETRICS(A1,B1,C1),2,2),"-")',
    '=_xldudf_SKILLMETRICS(A1,B1,C1)',
    '=SKILLTOTAL(A1,B1,C1)/7',
    '=ALEXASKILLS()',
    '=TAKE(alexaintents(A1),5)',
    '=SKILLMETRICSINFO(A1,B1,C1)',
    '="a ""quoted"" text"&SKILLMETRICS(A1,B1,C1)',
  ])('are found: %s', (formula) => expect(isOurs(formula)).toBe(true));

  it.each([
    'SKILLMETRICS(A1,B1,C1)',
    '="SKILLMETRICS("',
    '="say ""SKILLMETRICS("""',
    '=MYSKILLMETRICS(A1)',
    '=OTHER.SKILLMETRICS(A1)',
    '=SKILLMETRICSX(A1)',
    '=SKILLMETRICS',
    42,
    true,
    '',
  ])('are distinguished from other contents: %s', (content) => expect(isOurs(content)).toBe(false));
});

describe('formulas that call whenever they are calculated', () => {
  it.each(['=SKILLTOTAL(A1)', '= _xldudf_skillmetrics (A1)+1'])('begin with a call: %s', (formula) =>
    expect(alwaysCalls(formula)).toBe(true),
  );
  it.each(['=IF(A1,SKILLTOTAL(A1),0)', '=A1*SKILLTOTAL(A1)'])('are not known to, otherwise: %s', (formula) =>
    expect(alwaysCalls(formula)).toBe(false),
  );
});

describe("formulas that call the add-in's functions through names", () => {
  const reaches = reachesOurs([
    { name: 'Weekly', formula: '=LAMBDA(skill,SKILLTOTAL(skill,"totalSessions","-7d"))' },
    { name: 'Twice.Weekly', formula: '=LAMBDA(skill,2*weekly(skill))' },
    { name: 'Skills', formula: '=Sheet1!$A$1:$A$9' },
    { name: 'Label', formula: '="SKILLTOTAL(A1)"' },
    { name: 'Broken', formula: '#REF!' },
  ]);

  it.each([
    '=Weekly(A1)',
    '=IFERROR(WEEKLY(A1),"none")',
    '=twice.weekly(A1)',
    '=MAP(Skills,Weekly)',
    '=MAP(A1:A9,SKILLTOTAL)',
    '=SKILLTOTAL(A1,B1,C1)',
  ])('are found: %s', (formula) => expect(reaches(formula)).toBe(true));

  it.each(['=MyWeekly(A1)', '=Weekly.Sum', '="Weekly"', '=SUM(Skills)', '=Label', 'Weekly', 7])(
    'are told from others: %s',
    (content) => expect(reaches(content)).toBe(false),
  );

  it('are only direct calls where there are no names', () => {
    expect(reachesOurs([])('=SUM(A1)')).toBe(false);
    expect(reachesOurs([])('=ALEXASKILLS()')).toBe(true);
  });
});

describe('runs of cells', () => {
  it('cover exactly the cells, those below each other together', () => {
    const cell = fc.record({
      sheet: fc.constantFrom('One', 'Two'),
      row: fc.nat(12),
      column: fc.nat(3),
    });
    const id = ({ sheet, row, column }: { sheet: string; row: number; column: number }): string =>
      `${sheet} ${column} ${row}`;
    fc.assert(
      fc.property(fc.uniqueArray(cell, { selector: id }), (cells) => {
        const runs = runsOf(cells);
        const covered = runs.flatMap(({ rows, ...run }) =>
          Array.from({ length: rows }, (_, down) => id({ ...run, row: run.row + down })),
        );
        expect([...covered].sort()).toEqual(cells.map(id).sort());
        const ends = new Set(runs.map(({ rows, ...run }) => id({ ...run, row: run.row + rows })));
        for (const run of runs) expect(ends.has(id(run))).toBe(false);
      }),
    );
  });
});
