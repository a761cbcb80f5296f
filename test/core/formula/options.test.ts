import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/domain/failure';
import { defaultOptions, parseOptions } from '../../../src/core/formula/options';

const read = (value: unknown): { options: object; problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  return { options: parseOptions(value, problems), problems };
};

describe('parseOptions', () => {
  it.each([null, undefined, '', '  ', ';', 0, [['']], [[0, 0]]])('gives the defaults for %j', (value) => {
    expect(read(value)).toEqual({
      options: {
        tz: 'UTC',
        order: 'asc',
        fill: 'none',
        layout: 'columns',
        edges: 'whole',
        days: 'zone',
        tail: 'all',
        week: 'mon',
        zone: '0',
        names: 'people',
        expected: '0',
      },
      problems: [],
    });
  });

  it("reads SKILLTOP's own", () => {
    const { options, problems } = read('locale=de_de; intent=PlayIntent');
    expect([options, problems]).toEqual([{ ...defaultOptions, locale: 'de-DE', intent: 'PlayIntent' }, []]);
    expect(read('locale=German').problems).toEqual([
      { argument: 'options locale', value: 'German', accepted: 'a locale such as en-US' },
    ]);
  });

  it('reads all options', () => {
    const page = 'tz=Europe/Berlin; order=desc; fill=0; layout=rows; maxResults=50; limit=10';
    const rows = 'edges=exact; days=utc; tail=final; week=sun; zone=1; names=api; compare=year; expected=1';
    expect(read(`${page}; ${rows}`)).toEqual({
      options: {
        tz: 'Europe/Berlin',
        order: 'desc',
        fill: '0',
        layout: 'rows',
        maxResults: 50,
        limit: 10,
        edges: 'exact',
        days: 'utc',
        tail: 'final',
        week: 'sun',
        zone: '1',
        names: 'api',
        compare: 'year',
        expected: '1',
      },
      problems: [],
    });
  });

  it.each([
    ['spaces and wrong case', ' TZ = europe/berlin ;MAXRESULTS=50;Fill = NA;'],
    ['commas', 'tz=Europe/Berlin,maxResults=50, fill=na'],
    ['lines', 'tz=Europe/Berlin\nmaxResults=50\nfill=na'],
    [
      'a range of pairs',
      [
        ['tz', 'Europe/Berlin'],
        ['maxResults', 50],
        ['fill', 'na'],
      ],
    ],
    ['a range of texts', [['tz=Europe/Berlin'], ['maxResults=50; fill=na'], [null]]],
    ['a row of two texts', [['tz=Europe/Berlin; fill=na', 'maxResults=50']]],
    ['typed cell values', [[{ type: 'String', basicValue: 'tz=Europe/Berlin; fill=na; maxResults=50' }]]],
  ])('reads %s', (_, value) => {
    expect(read(value)).toEqual({
      options: { ...defaultOptions, tz: 'Europe/Berlin', fill: 'na', maxResults: 50 },
      problems: [],
    });
  });

  it('reads a number in a cell of its own', () => {
    const cells = [
      ['fill', 0],
      ['zone', 1],
    ];
    expect(read(cells)).toEqual({ options: { ...defaultOptions, fill: '0', zone: '1' }, problems: [] });
  });

  it.each([
    ['tz=Berlin', 'options tz', 'Berlin', 'UTC or an IANA time zone such as Europe/Berlin'],
    ['tz=', 'options tz', '', 'UTC or an IANA time zone such as Europe/Berlin'],
    ['order=up', 'options order', 'up', 'asc or desc'],
    ['fill=1', 'options fill', '1', 'none, 0 or na'],
    ['layout=table', 'options layout', 'table', 'columns or rows'],
    ['edges=cut', 'options edges', 'cut', 'whole or exact'],
    ['days=local', 'options days', 'local', 'zone or utc'],
    ['tail=none', 'options tail', 'none', 'all, complete or final'],
    ['week=sat', 'options week', 'sat', 'mon or sun'],
    ['zone=Europe/Berlin', 'options zone', 'Europe/Berlin', '0 or 1'],
    ['maxResults=0', 'options maxResults', '0', 'a whole number from 1 to 100000'],
    ['maxResults=100001', 'options maxResults', '100001', 'a whole number from 1 to 100000'],
    ['limit=1.5', 'options limit', '1.5', 'a whole number from 1 to 1000000'],
    ['limit=-1', 'options limit', '-1', 'a whole number from 1 to 1000000'],
  ])('refuses %s', (text, argument, value, accepted) => {
    expect(read(text)).toEqual({ options: defaultOptions, problems: [{ argument, value, accepted }] });
  });

  it('says what options there are where one is unknown, or no option at all', () => {
    const accepted =
      '"key=value; key=value" with tz, order, fill, layout, edges, days, tail, week, zone, names, compare, expected, maxResults, limit, through';
    expect(read('timezone=UTC; desc').problems).toEqual([
      { argument: 'options', value: 'timezone=UTC', accepted },
      { argument: 'options', value: 'desc', accepted },
    ]);
  });

  it('refuses an option that is given twice, and keeps the first', () => {
    expect(read('order=desc; order=asc')).toEqual({
      options: { ...defaultOptions, order: 'desc' },
      problems: [{ argument: 'options order', value: 'asc', accepted: 'each option once' }],
    });
  });

  it('goes on after a mistake', () => {
    const { options, problems } = read('tz=Berlin; order=up; limit=3');
    expect(options).toEqual({ ...defaultOptions, limit: 3 });
    expect(problems.map(({ argument }) => argument)).toEqual(['options tz', 'options order']);
  });
});
