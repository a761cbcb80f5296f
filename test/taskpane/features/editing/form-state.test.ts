import { describe, expect, it } from 'vitest';
import {
  emptyFormState,
  type FormAction,
  formReducer,
  type FormState,
  isChanged,
} from '../../../../src/taskpane/features/editing/form-state';

const steps = (...all: readonly FormAction[]): FormState => all.reduce(formReducer, emptyFormState);
const cell = (address: string, formula: string): FormAction => ({ kind: 'selected', formula: { address, formula } });
const first = cell('Data!A1', '=SKILLMETRICS(B4,"totalSessions",B6)');
const second = cell('Data!F1', '=SKILLMETRICS(B4,"uniqueCustomers",B6)');
const nested = cell('Data!J1', '=SUM(SKILLMETRICS(B4,"totalSessions",B6))');
const elsewhere: FormAction = { kind: 'selected', formula: undefined };
const change: FormAction = { kind: 'changed', change: { period: 'PT1H' } };

describe("the form's state", () => {
  it('loads the formula that is selected', () => {
    const formState = steps(first);
    expect(formState.edited?.address).toBe('Data!A1');
    expect(formState.form).toMatchObject({
      metric: ['totalSessions'],
      bound: { skillId: { address: 'B4', sheet: 'Data' } },
    });
    expect(isChanged(formState)).toBe(false);
    expect(steps(first, second).edited?.address).toBe('Data!F1');
  });

  it('loads it again when it has been edited in its cell', () => {
    const formState = steps(first, cell('Data!A1', '=SKILLMETRICS(B4,"totalUtterances",B6)'));
    expect(formState.form.metric).toEqual(['totalUtterances']);
  });

  it('keeps changes when another formula is selected, and says so', () => {
    const formState = steps(first, change, second);
    expect(formState.edited?.address).toBe('Data!A1');
    expect(formState.waiting?.address).toBe('Data!F1');
    expect(formState.form.period).toBe('PT1H');
    expect(formReducer(formState, { kind: 'stayed' })).toMatchObject({
      waiting: undefined,
      edited: { address: 'Data!A1' },
    });
    const switched = formReducer(formState, { kind: 'switched' });
    expect(switched).toMatchObject({ edited: { address: 'Data!F1' }, form: { period: 'P1D' } });
    expect(switched.waiting).toBeUndefined();
  });

  it('keeps what a newcomer has typed', () => {
    const formState = steps({ kind: 'changed', change: { skillId: 'amzn1.ask.skill.x' } }, first);
    expect(formState.edited).toBeUndefined();
    expect(formState.waiting?.address).toBe('Data!A1');
  });

  it('takes a change back as no change', () => {
    expect(isChanged(steps(first, change, { kind: 'changed', change: { period: 'P1D' } }))).toBe(false);
    const bound = steps(first).form.bound;
    const again = {
      ...bound,
      skillId: { sheet: 'Data', kind: 'reference', address: 'B4' },
      metric: undefined,
    } as const;
    expect(isChanged(steps(first, { kind: 'changed', change: { bound: again } }))).toBe(false);
  });

  it('goes on to a new formula when an empty cell is selected, with what was loaded as a start', () => {
    const formState = steps(first, elsewhere);
    expect(formState.edited).toBeUndefined();
    expect(formState.form.metric).toEqual(['totalSessions']);
    expect(steps(first, change, elsewhere).edited?.address).toBe('Data!A1');
  });

  it('says that a formula inside of another is not for the form', () => {
    expect(steps(nested)).toMatchObject({ nested: 'Data!J1', form: emptyFormState.form });
    expect(steps(nested, elsewhere).nested).toBeUndefined();
    expect(steps(cell('Data!A1', '=SUM(SKILLTOTAL(B4))')).nested).toBe('Data!A1');
  });

  it('loads each function of the add-in', () => {
    expect(steps(cell('Data!A1', '=SKILLTOTAL(B4)'))).toMatchObject({ form: { call: 'SKILLTOTAL' } });
    expect(steps(cell('Data!A1', '=ALEXASKILLS()')).edited?.address).toBe('Data!A1');
  });

  it('learns what a loaded formula means without counting that as a change', () => {
    const loaded = steps(cell('Data!A1', '=SKILLMETRICS("Daily Trivia","sessions","-7d")'));
    const change = { skillId: 'amzn1.ask.skill.trivia', skillType: 'custom' } as const;
    const known = formReducer(loaded, { kind: 'known', change });
    expect(known.form).toMatchObject({ ...change, metric: ['totalSessions'] });
    expect(isChanged(known)).toBe(false);
  });

  it('makes a new formula of what is loaded, whatever is selected', () => {
    const formState = steps(first, change, { kind: 'renewed' });
    expect(formState.edited).toBeUndefined();
    expect(formState.form.period).toBe('PT1H');
    expect(isChanged(formState)).toBe(false);
  });

  it('goes on editing the written formula, with the changes made meanwhile', () => {
    const loaded = steps(first, change);
    const written: FormAction = {
      kind: 'written',
      form: loaded.form,
      cell: { address: 'Data!A1', formula: '=SKILLMETRICS(B4,"totalSessions",B6,,"PT1H")' },
    };
    expect(isChanged(formReducer(loaded, written))).toBe(false);
    const meanwhile = formReducer(loaded, { kind: 'changed', change: { headers: '2' } });
    expect(formReducer(meanwhile, written)).toMatchObject({ edited: { address: 'Data!A1' }, form: { headers: '2' } });
    expect(isChanged(formReducer(meanwhile, written))).toBe(true);
  });
});
