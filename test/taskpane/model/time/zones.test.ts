import { describe, expect, it } from 'vitest';
import { searchZones, zoneChoices, zoneNamed, zoneOffsetText } from '../../../../src/taskpane/model/time/zones';
import { now } from '../../../support/taskpane/fakes';

const choices = zoneChoices(Intl.supportedValuesOf('timeZone'), 'Europe/Berlin', ['Asia/Tokyo', 'UTC']);
const found = (typed: string): readonly string[] => searchZones(choices, typed).map(({ value }) => value);

describe('zones', () => {
  it('come with the browser’s own first, then UTC, then those chosen last, then by name, each once', () => {
    expect(found('').slice(0, 4)).toEqual(['Europe/Berlin', 'UTC', 'Asia/Tokyo', 'Africa/Abidjan']);
    expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length);
  });

  it('are found by city or continent, in any spelling of the blank', () => {
    expect(found('new york')).toEqual(['America/New_York']);
    expect(found('america/new_york')).toEqual(['America/New_York']);
    expect(found('york')[0]).toBe('America/New_York');
  });

  it('are meant by the name of their city alone', () => {
    expect(zoneNamed(choices, ' berlin ')).toBe('Europe/Berlin');
    expect(zoneNamed(choices, 'New York')).toBe('America/New_York');
    for (const typed of ['', 'Ber', 'Europe', 'Atlantis']) expect(zoneNamed(choices, typed)).toBeUndefined();
  });

  it('begin with what was typed before they only hold it', () => {
    expect(found('par')[0]).toMatch(/\/Par/);
  });

  it('show how far their clocks are ahead', () => {
    expect(zoneOffsetText('Asia/Kolkata', now)).toBe('GMT+5:30');
    expect(zoneOffsetText('America/New_York', Date.parse('2026-07-01T00:00:00Z'))).toBe('GMT-4');
  });
});
