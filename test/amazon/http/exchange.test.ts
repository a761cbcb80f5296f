import { describe, expect, it } from 'vitest';
import { parseEndpoint, pathOf, urlOf } from '../../../src/amazon/http/exchange';
import { FailureError } from '../../../src/core/domain/failure';

describe('parseEndpoint', () => {
  it.each(['https://api.amazonalexa.com', 'http://localhost:3001', 'http://127.0.0.1:3001/smapi', 'http://[::1]:3001'])(
    'takes %s',
    (text) => expect(parseEndpoint('SMAPI_ENDPOINT', text).href).toContain(text),
  );

  it.each([
    'http://api.amazonalexa.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'ftp://localhost',
    'api',
    '',
  ])('refuses "%s", which would send tokens in the clear or nowhere', (text) =>
    expect(() => parseEndpoint('SMAPI_ENDPOINT', text)).toThrow(`SMAPI_ENDPOINT is "${text}"`),
  );
});

describe('pathOf', () => {
  it('keeps a name within its segment', () => {
    expect(pathOf('v1', 'skills', { skillId: 'a/b?c#d é' }, 'metrics')).toBe(
      'v1/skills/a%2Fb%3Fc%23d%20%C3%A9/metrics',
    );
  });

  it.each(['', '.', '..'])('refuses "%s", which would name another path', (skillId) =>
    expect(() => pathOf('v1', 'skills', { skillId })).toThrow(FailureError),
  );
});

describe('urlOf', () => {
  it('keeps the path of the endpoint', () => {
    const url = urlOf(new URL('http://localhost:3001/smapi/'), 'v1/vendors', { a: 'b c&d' });
    expect(url.href).toBe('http://localhost:3001/smapi/v1/vendors?a=b+c%26d');
  });
});
