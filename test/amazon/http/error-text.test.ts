import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/amazon/http/error-text';

const of = (body: unknown) => wordsOf(JSON.stringify(body));

describe("Amazon's words in the body of an error", () => {
  it.each([
    [
      'message and violations',
      {
        message: 'Request is not valid.',
        violations: [{ code: 'A', message: 'period is wrong.' }, { message: 'so is stage.' }],
      },
      'Request is not valid. period is wrong. so is stage.',
    ],
    [
      'message alone',
      {
        message:
          "1 validation error detected: Value null at 'period' failed to satisfy constraint: Member must not be null",
      },
      "1 validation error detected: Value null at 'period' failed to satisfy constraint: Member must not be null",
    ],
    ['code and message', { code: 'NOT_FOUND', message: 'No such skill' }, 'No such skill'],
    ['an OAuth error', { error: 'invalid_request', error_description: 'No parameter code' }, 'No parameter code'],
    ['a violation that repeats the message', { message: 'Bad.', violations: [{ message: 'Bad.' }] }, 'Bad.'],
    ['lines and tabs', { message: ' Bad\n\tthing\u0000 ' }, 'Bad thing'],
    ['nothing said', { message: '' }, undefined],
    ['no object', ['Bad'], undefined],
    ['odd types', { message: 3 }, undefined],
  ])('%s', (_, body, words) => expect(of(body)).toBe(words));

  it.each([
    ['a web page', '<html><body>502 Bad Gateway</body></html>'],
    ['nothing', ''],
    ['JSON that was cut off', '{"message":"Bad'],
  ])('%s has none', (_, body) => expect(wordsOf(body)).toBeUndefined());

  it('are cut to what a cell can show', () => {
    expect(of({ message: 'x'.repeat(5000) })).toBe(`${'x'.repeat(300)}…`);
  });
});
