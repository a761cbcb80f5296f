import { describe, expect, it } from 'vitest';
import type { FormulaItem } from '../../../../src/taskpane/features/manager/arrange';
import {
  describe as describeFormula,
  type DescriptionContext,
  readFormulaForms,
} from '../../../../src/taskpane/features/manager/describe';
import { changedFormula, commonOf, prepareEdit } from '../../../../src/taskpane/features/manager/edit-fields';
import { entriesOf } from '../../../../src/taskpane/model/skill-list';
import { now, skill, skillId } from '../../../support/taskpane/fakes';

const trivia = { ...skill('Daily Trivia'), skillId };
const surroundings: DescriptionContext = {
  now,
  serialShift: 0,
  skills: entriesOf([trivia]),
  cellsOfNames: new Map([['begin', 'Sheet2!$B$1']]),
  values: new Map([
    ['Sheet1!A1', [['Daily Trivia']]],
    ['Sheet2!$B$1', [['2026-08-01']]],
  ]),
};

const itemOf = (formula: string, row = 0): FormulaItem => {
  const address = `Sheet1!C${row + 1}`;
  const parsed = readFormulaForms(formula, 'Sheet1');
  return {
    id: address,
    listed: {
      id: address,
      at: { kind: 'cell', address, sheet: 'Sheet1', row, column: 2 },
      formula,
      sheet: 'visible',
      shows: 'value',
    },
    place: address,
    parsed,
    description: describeFormula(parsed, 'Sheet1', surroundings),
    status: { state: { kind: 'done' } },
    size: undefined,
  };
};

describe('the words of a formula', () => {
  it('show what it takes from cells, and from cells with a name', () => {
    const { description } = itemOf('=SUM(SKILLTOTAL(A1,"sessions",Begin,"2026-09-01"))');
    expect(description.words).toBe(
      'In a larger formula: One value of total sessions of Daily Trivia, live, all locales. Aug 1 through Aug 31, 2026, UTC.',
    );
    expect(description.skill).toBe('Daily Trivia');
  });

  it('say so where only Excel knows, where something is wrong, and where the call is somewhere else', () => {
    expect(itemOf('=SKILLTOTAL(B9,"sessions","-7d")').description.words).toBe(
      'One total. Excel calculates part of this formula.',
    );
    expect(itemOf('=SKILLTOTAL("Daily Trivia","nonsense","-7d")').description.words).toMatch(/^One total\. .+/);
    expect(itemOf('=Weekly(A1)').description.words).toBe(
      'Calls the add-in through a defined name or another function.',
    );
    expect(itemOf('=ALEXASKILLS()').description.skill).toBe('No skill');
  });
});

describe('what formulas have in common', () => {
  const common = (field: 'skillId' | 'startTime' | 'stage', ...formulas: string[]) =>
    commonOf(
      formulas.map((formula) => itemOf(formula)),
      field,
      surroundings.skills,
    );

  it('is the value that all calls have, the skill by name or ID', () => {
    const both = [`=SKILLTOTAL("${skillId}",B1,"-7d")`, '=SUM(SKILLMETRICS("Daily Trivia",B1,"-7d"))'];
    expect(common('skillId', ...both)).toEqual({ kind: 'same', text: skillId });
    expect(common('startTime', ...both)).toEqual({ kind: 'same', text: '-7d' });
    expect(common('stage', ...both)).toEqual({ kind: 'same', text: 'live' });
  });

  it('is the cells that all take it from', () => {
    expect(common('startTime', '=SKILLTOTAL(A1,B1,D1)', '=SKILLTOTAL(A2,B1,D1)')).toEqual({
      kind: 'bound',
      text: 'D1',
    });
    expect(common('startTime', '=SKILLTOTAL(A1,B1,TODAY()-7)')).toEqual({ kind: 'bound', text: 'TODAY()-7' });
  });

  it('is multiple where they differ, and nothing where none takes it', () => {
    expect(common('startTime', '=SKILLTOTAL(A1,B1,D1)', '=SKILLTOTAL(A1,B1,"-7d")')).toEqual({ kind: 'multiple' });
    expect(common('startTime', '=ALEXASKILLS()')).toEqual({ kind: 'none' });
  });
});

describe('a change', () => {
  it('writes what was changed as the form would, and nothing else', () => {
    expect(
      changedFormula('=IFERROR(SKILLTOTAL( A1,B1 , D1,E1,"dev"),"none")', 'Sheet1', {
        endTime: '2026-08-31',
        stage: 'live',
      }),
    ).toBe('=IFERROR(SKILLTOTAL( A1,B1 , D1,DATE(2026,9,1)),"none")');
    expect(changedFormula('=SKILLMETRICS(A1,B1,D1)', 'Sheet1', { locale: 'en-US, en-GB' })).toBe(
      '=SKILLMETRICS(A1,B1,D1,,,,,,{"en-US","en-GB"})',
    );
    // A total has its locales below each other.
    expect(changedFormula('=SKILLTOTAL(A1,B1,D1)', 'Sheet1', { locale: 'en-US, en-GB' })).toBe(
      '=SKILLTOTAL(A1,B1,D1,,,,,{"en-US";"en-GB"})',
    );
    expect(changedFormula('=SKILLTOTAL(A1,B1,D1,E1)', 'Sheet1', { endTime: '' })).toBe('=SKILLTOTAL(A1,B1,D1)');
    expect(changedFormula('=ALEXASKILLS()', 'Sheet1', { stage: 'development' })).toBe('=ALEXASKILLS()');
  });

  it('is refused where a formula that worked would no longer', () => {
    const item = itemOf(`=SKILLTOTAL("${skillId}","sessions","2026-08-01","2026-09-01")`);
    expect(prepareEdit(item, { startTime: '2026-10-01' }, surroundings)).toMatchObject({
      kind: 'problem',
      place: 'Sheet1!C1',
    });
    expect(prepareEdit(item, { startTime: '2026-07-01' }, surroundings)).toMatchObject({ kind: 'edit' });
    expect(prepareEdit(item, { stage: 'live' }, surroundings)).toEqual({ kind: 'same' });
    expect(prepareEdit(itemOf('=Weekly(A1)'), { stage: 'live' }, surroundings)).toMatchObject({ kind: 'elsewhere' });
  });

  it('may fix a formula, and leave one as wrong as it was', () => {
    const wrong = itemOf(`=SKILLTOTAL("${skillId}","sessions","2026-08-01","2026-07-01")`);
    expect(prepareEdit(wrong, { endTime: '2026-08-31' }, surroundings)).toMatchObject({ kind: 'edit' });
    expect(prepareEdit(wrong, { locale: 'en-US' }, surroundings)).toMatchObject({ kind: 'edit' });
  });
});
