import { describe, expect, it } from 'vitest';
import { readFormulaText } from '../../../src/core/formula/text/read-formula-text';
import type { Form } from '../../../src/taskpane/model/form';
import { checkForm } from '../../../src/taskpane/model/form-check';
import { formOfFields } from '../../../src/taskpane/model/form-from-formula';
import { presetOf } from '../../../src/taskpane/model/time/presets';
import { now, skillId } from '../../support/taskpane/fakes';

const formOf = (formula: string): Form => {
  const reading = readFormulaText(formula);
  if (reading.kind !== 'fields') throw new Error(`${formula} is ${reading.kind}`);
  return formOfFields(reading.call, reading.fields, 'Data');
};

describe('the form of a formula', () => {
  it('holds plain values in its fields', () => {
    const form = formOf(
      `=SKILLMETRICS("${skillId}",{"TotalSessions","uniqueCustomers"},DATE(2026,8,1),46327,"pt1h","development","custom","AMAZON.HelpIntent",{"en-US","de-DE"},2,"tz=Europe/Berlin; limit=10")`,
    );
    expect(form).toMatchObject({
      skillId,
      metric: ['totalSessions', 'uniqueCustomers'],
      startTime: '2026-08-01',
      endTime: '2026-10-31',
      period: 'PT1H',
      stage: 'development',
      intent: 'AMAZON.HelpIntent',
      locale: 'en-US, de-DE',
      headers: '2',
      tz: 'Europe/Berlin',
      limit: '10',
      maxResults: '',
      bound: {},
    });
  });

  it('holds days, months and years by name', () => {
    const form = formOf(`=SKILLMETRICS("${skillId}","uniqueCustomers","Last  month")`);
    expect(form).toMatchObject({ startTime: 'Last  month', endTime: '', bound: {} });
    expect(presetOf(form)?.preset.name).toBe('last month');
  });

  it('ends with the last day of the range', () => {
    expect(formOf('=SKILLMETRICS(,,,DATE(2026,9,1))').endTime).toBe('2026-08-31');
    expect(formOf('=SKILLMETRICS(,,,"2027-01-01")').endTime).toBe('2026-12-31');
    expect(formOf('=SKILLMETRICS(,,,"today")').endTime).toBe('today');
  });

  it('is that of the other functions, too', () => {
    expect(formOf('=SKILLTOTAL(B4,{"totalSessions","totalUtterances"},"-7d",,,,,{"en-US";"de-DE"})')).toMatchObject({
      call: 'SKILLTOTAL',
      metric: ['totalSessions', 'totalUtterances'],
      locale: 'en-US, de-DE',
      bound: { skillId: { address: 'B4' } },
    });
    expect(formOf('=ALEXASKILLS("Lighthouse")')).toMatchObject({
      call: 'ALEXASKILLS',
      vendor: 'Lighthouse',
      bound: {},
    });
    expect(formOf(`=ALEXAINTENTS("${skillId}","de-DE")`)).toMatchObject({
      call: 'ALEXAINTENTS',
      skillId,
      locale: 'de-DE',
    });
  });

  it.each([
    ['"sessions, customers"', { metric: ['totalSessions', 'uniqueCustomers'] }],
    ['{"Total sessions","customers"}', { metric: ['totalSessions', 'uniqueCustomers'] }],
    [',"1 Aug 2026"', { startTime: '2026-08-01', endTime: '' }],
    [',"01.08.2026","Aug 31, 2026"', { startTime: '2026-08-01', endTime: '2026-08-30' }],
    [',"2026-08"', { startTime: '2026-08-01', endTime: '2026-08-31' }],
    [',"2026-06","2026-08-01"', { startTime: '2026-06-01', endTime: '2026-07-31' }],
    [',"last 28 days"', { startTime: 'last 28 days', endTime: '' }],
    [',"8/1/2026"', { startTime: '8/1/2026' }],
    [',,,"weekly"', { period: 'P1W' }],
    [',,,,"prod"', { stage: 'live' }],
    [',,,,"dev"', { stage: 'development' }],
    [',,,,,"Flash briefing"', { skillType: 'flashBriefing' }],
    [',,,,,,,,TRUE', { headers: '1' }],
    [',,,,,,,,FALSE', { headers: '0' }],
    [',"2026-08-01",,,,,,,,"through=2026-08-31; tz=Europe/Berlin"', { endTime: '2026-08-31', tz: 'Europe/Berlin' }],
    [',"2026-08-01",,,,,,,,"through=Aug 31, 2026"', { endTime: '2026-08-31' }],
    [',"-28d",,,,,,,,"through=yesterday"', { endTime: 'today' }],
    [',"2026-01-01",,,,,,,,"through=last month"', { endTime: 'this month' }],
  ])('understands the words of people: %s', (args, expected) => {
    expect(formOf(`=SKILLMETRICS("${skillId}",${args})`)).toMatchObject({ ...expected, bound: {} });
  });

  it('keeps an included day that it has no end for', () => {
    const options = '"through=last 3 months"';
    expect(formOf(`=SKILLMETRICS("${skillId}",,"2026-01-01",,,,,,,,${options})`).bound).toEqual({
      options: { kind: 'expression', text: options },
    });
  });

  it('points at the cells that the formula names', () => {
    expect(formOf('=SKILLMETRICS(B4,Sheet2!$B$5:B7,StartDate)').bound).toEqual({
      skillId: { kind: 'reference', address: 'B4', sheet: 'Data' },
      metric: { kind: 'reference', address: 'Sheet2!$B$5:B7', sheet: 'Data' },
      startTime: { kind: 'reference', address: 'StartDate', sheet: 'Data' },
    });
  });

  it.each([
    ['startTime', 'TODAY()-7', '=SKILLMETRICS(,,TODAY()-7)'],
    ['metric', '"clicks"', '=SKILLMETRICS(,"clicks")'],
    ['metric', '{"totalSessions","clicks"}', '=SKILLMETRICS(,{"totalSessions","clicks"})'],
    // Another metric of other skills.
    ['metric', '"plays"', '=SKILLMETRICS(,"plays")'],
    ['period', '"fortnightly"', '=SKILLMETRICS(,,,,"fortnightly")'],
    ['locale', '"en-US, de-DE"', '=SKILLMETRICS(,,,,,,,,"en-US, de-DE")'],
    ['headers', '3', '=SKILLMETRICS(,,,,,,,,,3)'],
    ['options', '"tz=UTC; through=last 28 days"', '=SKILLMETRICS(,,,,,,,,,,"tz=UTC; through=last 28 days")'],
    ['options', '"colour=red"', '=SKILLMETRICS(,,,,,,,,,,"colour=red")'],
  ] as const)('keeps for %s what its fields cannot hold: %s', (name, text, formula) =>
    expect(formOf(formula).bound).toEqual({ [name]: { kind: 'expression', text } }),
  );

  it.each([
    `=SKILLMETRICS("${skillId}","uniqueCustomers","-28d")`,
    `=SKILLMETRICS("${skillId}",{"totalSessions","uniqueCustomers"},DATE(2026,8,1),"now","PT1H","development",,"AMAZON.HelpIntent","en-US",0,"tz=Europe/Berlin; order=desc; fill=0; layout=rows; maxResults=50; limit=100")`,
    `=SKILLMETRICS("${skillId}","uniqueCustomers","last month","this month")`,
    '=SKILLMETRICS(B4,B5:B6,TODAY()-7,EDATE(StartDate,1),,"development",,,Locales!A1:A3)',
    `=SKILLTOTAL("${skillId}",{"totalSessions","totalUtterances"},DATE(2026,8,1),DATE(2026,9,1),,,,{"en-US";"de-DE"},"tz=Europe/Berlin")`,
    `=SKILLTOTAL("${skillId}",{"totalSessions";"totalUtterances"},"-7d",,,,,{"en-US","de-DE"})`,
    `=SKILLTOP("${skillId}","totalUtterances","locales","last 28 days",,5,,,"compare=week")`,
    `=SKILLTOP("${skillId}","totalUtterances","intents","last 28 days",,,,,"tz=Europe/Berlin; locale=de-DE")`,
    `=SKILLTOP("${skillId}","totalUtterances","locales","last 28 days",,,,,"intent=PlayIntent")`,
    `=SKILLTOP("${skillId}","totalUtterances",C4,"last 28 days",,,,,"locale=de-DE")`,
    `=SKILLTOP(B4,"totalUtterances",C4,"last 28 days",,D4)`,
    `=ALEXAINTENTS("${skillId}",B2,"development")`,
    '=ALEXASKILLS({"Harbor Apps","Lighthouse"})',
    '=ALEXASKILLS()',
    `=SKILLMETRICS($B$4,"uniqueCustomers","2026-08-01T10:45Z",A1#,IF(B1="x, y","P1D","PT1H"),,,,,,Table1[Options])`,
  ])('makes the same formula again: %s', (formula) =>
    expect(checkForm(formOf(formula), now, { sheet: 'Data', cells: new Map() })).toMatchObject({ ok: true, formula }),
  );
});
