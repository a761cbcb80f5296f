import { describe, expect, it } from 'vitest';
import { SettingError, settingsFrom } from '../../../src/dev/sandbox/settings';

describe('settings', () => {
  it('come from the environment, each with a default', () => {
    const settings = settingsFrom({
      HOME: '/home/someone',
      SANDBOX_PORT: '0',
      SANDBOX_PAGE_CAP: '100000',
      SANDBOX_REDIRECT_URIS: 'https://a.example/back, http://localhost:1/back?x=1',
      SANDBOX_CUT_OFF: '2026-08-01T00:00:00Z',
      SANDBOX_FAULT: 'slow',
      SANDBOX_FAULT_SKILLS: 'one,other',
      SANDBOX_SEED: '',
      SANDBOX_THROTTLED: 'one, other',
    });
    expect(settings).toMatchObject({
      port: 0,
      pageCap: 100_000,
      redirectUris: ['https://a.example/back', 'http://localhost:1/back?x=1'],
      cutOff: Date.UTC(2026, 7, 1),
      fault: 'slow',
      faultSkills: ['one', 'other'],
      seed: 'sandbox',
      throttled: ['one', 'other'],
      accessTokenTtlS: 3600,
      oversize: 'cap',
    });
  });

  it.each([
    [{ SANDBOX_PORT: '65536' }, 'SANDBOX_PORT is "65536", but must be a whole number from 0 to 65535'],
    [{ SANDBOX_PAGE_CAP: '0' }, 'SANDBOX_PAGE_CAP is "0", but must be a whole number from 1 to 100000'],
    [{ SANDBOX_PAGE_CAP: 'many' }, 'SANDBOX_PAGE_CAP is "many", but must be a whole number from 1 to 100000'],
    [{ SANDBOX_OVERSIZE: 'Reject' }, 'SANDBOX_OVERSIZE is "Reject", but must be one of cap, reject'],
    [{ SANDBOX_REDIRECT_URIS: 'here' }, 'SANDBOX_REDIRECT_URIS is "here", but must be URLs, separated by commas'],
    [{ SANDBOX_CUT_OFF: 'today' }, 'SANDBOX_CUT_OFF is "today", but must be an instant such as 2026-08-01T00:00:00Z'],
  ])('that are invalid are reported in one line: %o', (environment, message) => {
    expect(() => settingsFrom(environment)).toThrow(new SettingError(message));
  });

  it("that don't exist are reported, with those that do", () => {
    expect(() => settingsFrom({ SANDBOX_LATENCY: '5' })).toThrow(
      /^SANDBOX_LATENCY is no setting; there are .*SANDBOX_LATENCY_MS/,
    );
  });
});
