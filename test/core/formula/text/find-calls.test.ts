import { describe, expect, it } from 'vitest';
import { callsIn, withArguments } from '../../../../src/core/formula/text/find-calls';

describe('the calls in a formula', () => {
  it('are found inside other functions, LET and LAMBDA, with their arguments', () => {
    const calls = callsIn('=LET(a,SKILLTOTAL(A2,"sessions","-7d"),IFERROR(a/_xldudf_SKILLTOTAL(B2,C$1,E1),"none"))');
    expect(calls.map(({ call, fields }) => [call, fields])).toEqual([
      [
        'SKILLTOTAL',
        {
          skillId: { kind: 'reference', address: 'A2' },
          metric: { kind: 'text', text: 'sessions' },
          startTime: { kind: 'text', text: '-7d' },
        },
      ],
      [
        'SKILLTOTAL',
        {
          skillId: { kind: 'reference', address: 'B2' },
          metric: { kind: 'reference', address: 'C$1' },
          startTime: { kind: 'reference', address: 'E1' },
        },
      ],
    ]);
  });

  it('are not what texts, sheet names and other functions say', () => {
    expect(callsIn('="SKILLTOTAL("&\'SKILLTOTAL(x\'!A1&MYSKILLTOTAL(1)&x.SKILLTOTAL(2)')).toEqual([]);
  });

  it('are not those that only Excel understands', () => {
    for (const formula of ['=MAP(A1:A5,SKILLTOTAL)', '=SKILLTOTAL(A1', '=ALEXASKILLS(1,2)', 'SKILLTOTAL(A1)'])
      expect(callsIn(formula)).toEqual([]);
  });
});

describe('changed arguments', () => {
  it('leave everything else as it was written', () => {
    expect(
      withArguments('= SUM( SKILLTOTAL( Sheet2!$A$2 ,"a,""b)" , "-7d" ), 1 )', () => ({ startTime: 'DATE(2026,8,1)' })),
    ).toBe('= SUM( SKILLTOTAL( Sheet2!$A$2 ,"a,""b)" , DATE(2026,8,1) ), 1 )');
  });

  it('are added where the formula had left them out, between and behind its own', () => {
    expect(withArguments('=SKILLTOTAL(A1,B1,"-7d")', () => ({ stage: '"development"' }))).toBe(
      '=SKILLTOTAL(A1,B1,"-7d",,"development")',
    );
    expect(withArguments('=SKILLTOTAL(A1,B1,"-7d",,,,,"en-US")', () => ({ endTime: '"today"' }))).toBe(
      '=SKILLTOTAL(A1,B1,"-7d","today",,,,"en-US")',
    );
    expect(withArguments('=SKILLTOTAL()', () => ({ metric: 'B1' }))).toBe('=SKILLTOTAL(,B1)');
  });

  it('take their commas with them where they were the last', () => {
    expect(withArguments('=SKILLTOTAL(A1,B1,"-7d",,,,,"en-US" )', () => ({ locale: '' }))).toBe(
      '=SKILLTOTAL(A1,B1,"-7d")',
    );
    expect(withArguments('=SKILLTOTAL(A1,B1,"-7d","now","dev")', () => ({ endTime: '', stage: '' }))).toBe(
      '=SKILLTOTAL(A1,B1,"-7d")',
    );
    expect(withArguments('=SKILLTOTAL(A1,,"-7d","now")', () => ({ metric: 'B1', startTime: '', endTime: '' }))).toBe(
      '=SKILLTOTAL(A1,B1)',
    );
    expect(withArguments('=ALEXASKILLS("V1")', () => ({ vendor: '' }))).toBe('=ALEXASKILLS()');
    // Empty ones that were there before stay.
    expect(withArguments('=SKILLTOTAL(A1,B1,"-7d",,)', () => ({ startTime: '"ytd"' }))).toBe(
      '=SKILLTOTAL(A1,B1,"ytd",,)',
    );
  });

  it('are written in every call, and in those inside of others', () => {
    const formula = '=SKILLMETRICS(INDEX(ALEXASKILLS(),2,2),A1,"-7d")-SKILLTOTAL(A2,A1,"-7d")';
    expect(
      withArguments(formula, ({ call }) => (call === 'ALEXASKILLS' ? { vendor: '"V1"' } : { endTime: '"now"' })),
    ).toBe('=SKILLMETRICS(INDEX(ALEXASKILLS("V1"),2,2),A1,"-7d","now")-SKILLTOTAL(A2,A1,"-7d","now")');
    // The inner call goes with the argument that it is a part of.
    expect(
      withArguments(formula, ({ call }) => (call === 'ALEXASKILLS' ? { vendor: '"V1"' } : { skillId: '"x"' })),
    ).toBe('=SKILLMETRICS("x",A1,"-7d")-SKILLTOTAL("x",A1,"-7d")');
  });
});
