import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stages } from '../../../src/core/domain/catalog';
import { parseFormula } from '../../../src/core/formula/parse-formula';
import { emptyForm, type Form } from '../../../src/taskpane/model/form';
import { checkForm, shownProblems } from '../../../src/taskpane/model/form-check';
import { argumentsOf, fieldsOf } from '../../../src/taskpane/model/form-formula';
import { now, skillId } from '../../support/taskpane/fakes';

const filled: Form = { ...emptyForm, skillId };
const formulaOf = (change: Partial<Form>): string => {
  const check = checkForm({ ...filled, ...change }, now);
  return check.ok ? check.formula : `refused: ${[...check.problems.keys()].join(', ')}`;
};
const problemsOf = (change: Partial<Form>): Record<string, string> => {
  const check = checkForm({ ...filled, ...change }, now);
  return check.ok ? {} : Object.fromEntries([...check.problems].map(([field, { text }]) => [field, text]));
};

describe('the one locale or intent of SKILLTOP', () => {
  const top: Partial<Form> = { call: 'SKILLTOP', metric: ['totalUtterances'], locale: 'de-DE', intent: 'PlayIntent' };

  it('is written as an option where it is not what the rows are', () => {
    const start = `=SKILLTOP("${skillId}","totalUtterances"`;
    expect(formulaOf(top)).toBe(`${start},"intents","last 28 days",,,,,"locale=de-DE")`);
    expect(formulaOf({ ...top, by: 'locales' })).toBe(`${start},"locales","last 28 days",,,,,"intent=PlayIntent")`);
  });

  it('is one', () => {
    expect(problemsOf({ ...top, locale: 'de-DE, en-US' })).toEqual({
      locale: 'Choose one locale, or leave it empty for all.',
    });
    expect(problemsOf({ ...top, locale: 'German' })).toEqual({ locale: 'A locale such as en-US.' });
  });
});

describe('the formula of a form', () => {
  it('is short when everything is as usual', () => {
    expect(formulaOf({})).toBe(`=SKILLMETRICS("${skillId}","totalSessions","last 28 days")`);
    expect(formulaOf({ startTime: '-7d', endTime: 'today' })).toBe(
      `=SKILLMETRICS("${skillId}","totalSessions","-7d","today")`,
    );
  });

  it('writes calendar days as DATE and several names as arrays', () => {
    const change: Partial<Form> = {
      metric: ['totalSessions', 'uniqueCustomers'],
      startTime: '2026-08-01',
      endTime: '2026-10-31',
      locale: 'en-US, de-DE',
    };
    expect(formulaOf(change)).toBe(
      `=SKILLMETRICS("${skillId}",{"totalSessions","uniqueCustomers"},DATE(2026,8,1),DATE(2026,11,1),,,,,{"en-US","de-DE"})`,
    );
  });

  it('says everything that the form can say', () => {
    const change: Partial<Form> = {
      startTime: '2026-11-01T10:45Z',
      endTime: 'now',
      period: 'PT1H',
      stage: 'development',
      skillType: 'custom',
      intent: 'AMAZON.HelpIntent',
      locale: 'en-US',
      headers: '2',
      tz: 'Europe/Berlin',
      order: 'desc',
      fill: '0',
      layout: 'rows',
      maxResults: '50',
      limit: '100',
    };
    expect(formulaOf(change)).toBe(
      `=SKILLMETRICS("${skillId}","totalSessions","2026-11-01T10:45Z","now","PT1H","development",,"AMAZON.HelpIntent","en-US",2,` +
        '"tz=Europe/Berlin; order=desc; fill=0; layout=rows; maxResults=50; limit=100")',
    );
  });
});

describe('the last day of a form', () => {
  it.each([
    ['2026-08-31', 'DATE(2026,9,1)'],
    ['2026-12-31', 'DATE(2027,1,1)'],
    ['2028-02-28', 'DATE(2028,2,29)'],
    ['today', '"today"'],
    ['2026-08-31T10:45Z', '"2026-08-31T10:45Z"'],
  ])('is part of the range: %s', (endTime, written) => {
    expect(formulaOf({ startTime: '2026-08-01', endTime })).toContain(`DATE(2026,8,1),${written})`);
  });

  it('may be its first', () => {
    expect(checkForm({ ...filled, startTime: '2026-08-31', endTime: '2026-08-31' }, now)).toMatchObject({
      request: { query: { startTime: Date.parse('2026-08-31'), endTime: Date.parse('2026-09-01') } },
    });
    expect(Object.keys(problemsOf({ startTime: '2026-08-31', endTime: '2026-08-30' }))).toEqual(['endTime']);
  });
});

describe('the other functions of a form', () => {
  it('have the arguments that they take, in their order', () => {
    const form: Partial<Form> = {
      stage: 'development',
      locale: 'de-DE',
      tz: 'Europe/Berlin',
      order: 'desc',
      vendor: 'Lighthouse',
    };
    expect(formulaOf({ ...form, call: 'SKILLTOTAL' })).toBe(
      `=SKILLTOTAL("${skillId}","totalSessions","last 28 days",,"development",,,"de-DE","tz=Europe/Berlin")`,
    );
    expect(formulaOf({ ...form, call: 'ALEXAINTENTS' })).toBe(`=ALEXAINTENTS("${skillId}","de-DE","development")`);
    expect(formulaOf({ ...form, call: 'ALEXASKILLS' })).toBe('=ALEXASKILLS("Lighthouse")');
    expect(formulaOf({ ...form, call: 'SKILLMETRICSINFO', period: 'P1W', week: 'sun' })).toBe(
      `=SKILLMETRICSINFO("${skillId}","totalSessions","last 28 days",,"P1W","development",,,"de-DE",,"tz=Europe/Berlin; week=sun")`,
    );
    expect(formulaOf({ call: 'ALEXASKILLS', skillId: '' })).toBe('=ALEXASKILLS()');
  });

  it('lay totals out with metrics beside each other and locales below each other', () => {
    const form: Partial<Form> = {
      call: 'SKILLTOTAL',
      metric: ['totalSessions', 'totalUtterances'],
      locale: 'en-US, de-DE',
    };
    expect(formulaOf(form)).toContain('{"totalSessions","totalUtterances"}');
    expect(formulaOf(form)).toContain('{"en-US";"de-DE"}');
    expect(problemsOf({ ...form, intent: 'PlayIntent, AnswerIntent' })).toEqual({
      intent: 'Choose several intents or several locales, not both.',
    });
  });

  it('are refused as their cells would', () => {
    expect(Object.keys(problemsOf({ call: 'SKILLTOTAL', metric: ['uniqueCustomers'] }))).toEqual(['endTime']);
    expect(Object.keys(problemsOf({ call: 'ALEXAINTENTS', locale: 'en-US, de-DE' }))).toEqual(['locale']);
    expect(problemsOf({ call: 'ALEXASKILLS', skillId: '', metric: [] })).toEqual({});
  });

  it('ask about an answer exactly what asks for it', () => {
    const form: Form = { ...filled, startTime: '2026-08-01', tz: 'Europe/Berlin', edges: 'exact' };
    const of = (call: Form['call']): unknown => {
      const check = checkForm({ ...form, call }, now);
      return check.ok ? check.request?.query : undefined;
    };
    expect(of('SKILLMETRICSINFO')).toEqual(of('SKILLMETRICS'));
    expect(of('SKILLMETRICSINFO')).toBeDefined();
  });

  it('are checked for the arguments that only they have', () => {
    const at = { kind: 'reference', address: 'B', sheet: 'Data' } as const;
    expect(problemsOf({ call: 'ALEXASKILLS', bound: { metric: at } })).toEqual({});
  });
});

describe('the check of a form', () => {
  it('asks what the form says', () => {
    const form = fc.record({
      startTime: fc.constantFrom('2026-08-01', '-3d', '2026-11-18T10:45Z'),
      period: fc.constantFrom('PT15M', 'PT1H', 'P1D', 'P1W'),
      stage: fc.constantFrom(...stages),
      locale: fc.constantFrom('', 'en-us', 'de-DE en-GB'),
      headers: fc.constantFrom('0', '1', '2'),
      layout: fc.constantFrom('columns', 'rows'),
      limit: fc.constantFrom('', '1', ' 250 '),
    });
    fc.assert(
      fc.property(form, (change) => {
        const check = checkForm({ ...filled, ...change }, now);
        expect(check).toMatchObject({
          ok: true,
          request: {
            query: { skillId, metrics: ['totalSessions'], period: change.period, stage: change.stage },
            table: { headers: Number(change.headers), layout: change.layout },
          },
        });
        if (check.ok)
          expect(check.request?.query.locales).toHaveLength(change.locale === '' ? 0 : change.locale.split(' ').length);
      }),
    );
  });

  it('is the one of the cell', () => {
    const fields = fieldsOf({ ...filled, startTime: '2026-08-01', tz: 'Europe/Berlin' });
    const check = checkForm({ ...filled, startTime: '2026-08-01', tz: 'Europe/Berlin' }, now);
    expect(check).toMatchObject({ ok: true, request: parseFormula(argumentsOf(fields, new Map()), now) });
  });

  it('puts each problem at its field, the options each at their own', () => {
    expect(
      Object.keys(
        problemsOf({ skillId: 'x', startTime: '2026-02-30', locale: 'english', tz: 'Mars', limit: 'many' }),
      ).sort(),
    ).toEqual(['limit', 'locale', 'skillId', 'startTime', 'tz']);
  });

  it('says what to do about fields that are empty', () => {
    expect(problemsOf({ skillId: '', metric: [], startTime: '' })).toEqual({
      skillId: 'Choose a skill, or paste its ID.',
      metric: 'Choose at least one metric.',
      startTime: 'Enter a start, such as -28d or 2026-08-01.',
    });
  });

  it('calls arguments as their fields are called', () => {
    expect(problemsOf({ startTime: '2026-08-31', endTime: '2026-08-30' })).toEqual({
      endTime: 'A time after “Start” (2026-08-31T00:00:00Z).',
    });
    const wrong = problemsOf({ startTime: 'whenever', endTime: '2026-08' });
    expect(wrong['startTime']).toContain('“Start” can\'t be "whenever"');
    expect(wrong['endTime']).toContain('“End” "2026-08" could be the beginning or the end');
    const through: Form['bound'] = { options: { kind: 'reference', address: 'B9', sheet: 'Data' } };
    const cells = new Map([['options', [['through=2026-08-31']]]] as const);
    const check = checkForm({ ...filled, endTime: 'today', bound: through }, now, { cells });
    expect(check.ok ? undefined : check.problems.get('tz')?.text).toBe('No “End” beside it.');
  });

  it('refuses one value of what cannot be added up', () => {
    const problem = problemsOf({ period: 'SINGLE', metric: ['uniqueCustomers'] })['period'];
    // In the pane's words, not in those of the formula.
    expect(problem).toContain('For unique customers at most 7 days');
    expect(problem).toContain('period “Daily”');
  });

  it('says where the times are, and how many headers are before them', () => {
    const format = (change: Partial<Form>): unknown => {
      const check = checkForm({ ...filled, ...change }, now);
      return check.ok ? check.format : undefined;
    };
    expect(format({})).toEqual({ dates: 'column', headerRows: 1 });
    expect(format({ period: 'PT1H', layout: 'rows', headers: '2' })).toEqual({ dates: 'row', headerRows: 2 });
  });
});

describe('a form that points at cells', () => {
  const at = (address: string, sheet = 'Data') => ({ kind: 'reference', address, sheet }) as const;
  const bound = { startTime: at('B6'), endTime: at('B7') };

  it('keeps the references in its formula, with their sheet only from another one', () => {
    const form = { ...filled, bound };
    const here = checkForm(form, now, { sheet: 'Data', cells: new Map() });
    const there = checkForm(form, now, { sheet: 'My report', cells: new Map() });
    expect(here).toMatchObject({ formula: `=SKILLMETRICS("${skillId}","totalSessions",B6,B7)` });
    expect(there).toMatchObject({ formula: `=SKILLMETRICS("${skillId}","totalSessions",Data!B6,Data!B7)` });
  });

  it('asks for what the cells hold', () => {
    const cells = new Map([
      ['startTime', [[46235]]],
      ['endTime', [[46327]]],
    ] as const);
    expect(checkForm({ ...filled, bound }, now, { cells })).toMatchObject({
      ok: true,
      request: { query: { startTime: Date.parse('2026-08-01'), endTime: Date.parse('2026-11-01') } },
    });
  });

  it('refuses what the cells hold as the function would', () => {
    const cells = new Map([
      ['startTime', [[46327]]],
      ['endTime', [[46235]]],
    ] as const);
    const check = checkForm({ ...filled, bound }, now, { cells });
    expect(check.ok ? [] : [...check.problems.keys()]).toEqual(['endTime']);
  });

  it('is checked without unknown values, and without what depends on them', () => {
    const unknown: Form = {
      ...filled,
      period: 'SINGLE',
      bound: { endTime: { kind: 'expression', text: 'B6+7' }, skillType: at('B8'), options: at('B9') },
    };
    expect(checkForm(unknown, now)).toEqual({
      ok: true,
      request: undefined,
      formula: `=SKILLMETRICS("${skillId}","totalSessions","last 28 days",B6+7,"SINGLE",,B8,,,,B9)`,
      format: { dates: 'column', headerRows: 1 },
    });
    const wrong = checkForm({ ...unknown, locale: 'english' }, now);
    expect(wrong.ok ? [] : [...wrong.problems.keys()]).toEqual(['locale']);
  });

  it('says so if an address is invalid', () => {
    const problems = problemsOf({ bound: { metric: at('B'), options: at('1+1'), startTime: at('') } });
    expect(Object.keys(problems)).toEqual(['startTime', 'tz']);
  });
});

describe('shownProblems', () => {
  it('says nothing about empty fields until a person tries to insert', () => {
    const check = checkForm({ ...emptyForm, locale: 'english' }, now);
    expect([...shownProblems(check, false).keys()]).toEqual(['locale']);
    expect([...shownProblems(check, true).keys()]).toEqual(['skillId', 'locale']);
  });
});
