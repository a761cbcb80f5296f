import { describe, expect, it } from 'vitest';
import { withoutLambdas } from '../../../../../../src/dev/preview/page/workbook/engine/lambda';

const names = new Map([
  ['weekly', '=LAMBDA(skill,metric,SKILLTOTAL(skill,metric,"skill, -7d"))'],
  ['safe', '=LAMBDA(skill,IFERROR(Weekly(skill,"totalSessions"),"none"))'],
  ['total', '=SKILLTOTAL(B1,"totalSessions")'],
  ['endless', '=LAMBDA(x,Endless(x))'],
]);
const plain = (formula: string): string => withoutLambdas(formula, names);

describe('a formula for an engine without LAMBDA', () => {
  it.each([
    ['=Weekly(A1,"a,b")', '=(SKILLTOTAL(A1,"a,b","skill, -7d"))'],
    ['=1+weekly(A1+1, B2)*2', '=1+(SKILLTOTAL((A1+1),B2,"skill, -7d"))*2'],
    ['=SAFE(Sheet1!$A$1)', '=(IFERROR((SKILLTOTAL(Sheet1!$A$1,"totalSessions","skill, -7d")),"none"))'],
    ['=SUM(Total,1)', '=SUM((SKILLTOTAL(B1,"totalSessions")),1)'],
    ['=LAMBDA(x,y,x-y)(A1,SUM(B1,2))', '=(A1-(SUM(B1,2)))'],
    ['=IFERROR(LAMBDA(x,Weekly(x,"m"))(A1),0)', '=IFERROR(((SKILLTOTAL(A1,"m","skill, -7d"))),0)'],
  ])('has what names and calls stand for: %s', (typed, engine) => expect(plain(typed)).toBe(engine));

  it.each(['Weekly(A1)', '="Weekly(A1)"', '=SUM(A1:B2)', '=MAP(A1:A3,Weekly)', '=LAMBDA(x,x)', ''])(
    'is what was typed, otherwise: %s',
    (typed) => expect(plain(typed)).toBe(typed),
  );

  it('does not follow a name that leads to itself for ever', () => {
    expect(plain('=Endless(A1)')).toContain('Endless(A1)');
  });
});
