import { describe, expect, it } from 'vitest';
import { offsetText, searchZones, zoneChoices } from '../../../src/taskpane/time/zones';
import { now } from '../support/fakes';

const choices = zoneChoices(Intl.supportedValuesOf('timeZone'), 'Europe/Berlin');
const found = (typed: string): readonly string[] => searchZones(choices, typed).map(({ value }) => value);

describe('zones', () => {
  it('come with the browser’s own first, then UTC, each once', () => {
    expect(found('').slice(0, 2)).toEqual(['Europe/Berlin', 'UTC']);
    expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length);
  });

  it('are found by city or continent, in any spelling of the blank', () => {
    expect(found('new york')).toEqual(['America/New_York']);
    expect(found('america/new_york')).toEqual(['America/New_York']);
    expect(found('york')[0]).toBe('America/New_York');
  });

  it('begin with what was typed before they only hold it', () => {
    expect(found('par')[0]).toMatch(/\/Par/);
  });

  it('tell how far their clocks are ahead', () => {
    expect(offsetText('Asia/Kolkata', now)).toBe('GMT+5:30');
    expect(offsetText('America/New_York', Date.parse('2026-07-01T00:00:00Z'))).toBe('GMT-4');
  });
});
