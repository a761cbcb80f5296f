/** How every failure reads in a cell. The texts are the product: review them as such. */
import { describe, expect, it } from 'vitest';
import { unreachable, wordsOf } from '../../../src/amazon/http/failures';
import { textOf } from '../../../src/core/domain/failure';
import { closedPort, type Reply } from '../../support/amazon/server';
import { against, clientOf, failureFrom, metricsRequest } from '../../support/amazon/smapi';

/** The code and the text in the cell after these answers. */
const told = async (replies: readonly Reply[], settings = {}, secondsLeft?: number): Promise<string> => {
  const { smapi, call } = await against(replies, settings, secondsLeft);
  const failure = await failureFrom(smapi.metrics(metricsRequest, call));
  return `${failure.code}: ${textOf(failure)}`.replace(/127\.0\.0\.1:\d+/, '127.0.0.1');
};

describe("Amazon's documented errors", () => {
  it('400 with violations', async () => {
    const body = {
      message: 'The request is not valid.',
      violations: [{ code: 'INVALID_DATE', message: 'startTime must be before endTime.' }],
    };
    expect(await told([{ status: 400, body, headers: { 'x-amzn-requestid': 'abc-1' } }])).toMatchInlineSnapshot(
      `"rejected: Amazon rejected the request for the metrics of skill amzn1.ask.skill.001 in stage live: The request is not valid. startTime must be before endTime. Fix what Amazon's message names. (Amazon request abc-1)"`,
    );
  });

  it('400 with a message alone', async () => {
    const message =
      "1 validation error detected: Value null at 'period' failed to satisfy constraint: Member must not be null";
    expect(await told([{ status: 400, body: { message } }])).toMatchInlineSnapshot(
      `"rejected: Amazon rejected the request for the metrics of skill amzn1.ask.skill.001 in stage live: 1 validation error detected: Value null at 'period' failed to satisfy constraint: Member must not be null. Fix what Amazon's message names."`,
    );
  });

  it('400 with an empty body', async () => {
    expect(await told([{ status: 400 }])).toMatchInlineSnapshot(
      `"rejected: Amazon rejected the request for the metrics of skill amzn1.ask.skill.001 in stage live (HTTP 400) without saying why. Check the skill ID, dates, skill type, intent and locale."`,
    );
  });

  it('401 that stays after a renewal, while the sign-in works elsewhere', async () => {
    const refused = { status: 401, body: { message: 'Token is invalid/expired' } };
    expect(await told([refused, refused, { body: { vendors: [] } }])).toMatchInlineSnapshot(
      `"forbidden: You're signed in, but Amazon gives this account no access to the metrics of skill amzn1.ask.skill.001 in stage live (HTTP 401). Check the skill ID and the stage, and that this account has access to the skill."`,
    );
  });

  it('401 for everything, after a renewal too', async () => {
    expect(await told([{ status: 401, body: { message: 'Token is invalid/expired' } }])).toMatchInlineSnapshot(
      `"forbidden: Amazon renewed your sign-in, but this account has no access to the Alexa developer console (HTTP 401). Check on developer.amazon.com that this Amazon account is an Alexa developer; if it is, try again in a few minutes."`,
    );
  });

  it('403', async () => {
    expect(await told([{ status: 403, body: { message: 'User is not authorized' } }])).toMatchInlineSnapshot(
      `"forbidden: Amazon doesn't allow this account to read the metrics of skill amzn1.ask.skill.001 in stage live: User is not authorized. Sign in with an account that has access, or ask the skill's owner for access."`,
    );
  });

  it('403 from a gateway', async () => {
    expect(await told([{ status: 403, body: '<html><h1>Forbidden</h1></html>' }])).toMatchInlineSnapshot(
      `"forbidden: Amazon doesn't allow this account to read the metrics of skill amzn1.ask.skill.001 in stage live. Sign in with an account that has access, or ask the skill's owner for access."`,
    );
  });

  it('404', async () => {
    const body = { code: 'RESOURCE_NOT_FOUND', message: 'Resource not found' };
    expect(await told([{ status: 404, body }])).toMatchInlineSnapshot(
      `"not_found: Amazon couldn't find the metrics of skill amzn1.ask.skill.001 in stage live. Check the skill ID and the stage, and that this account has access to the skill."`,
    );
  });

  it('429', async () => {
    const message = 'We are experiencing heavy traffic at the moment. Please try again later.';
    expect(await told([{ status: 429, body: { message } }])).toMatchInlineSnapshot(
      `"throttled: Amazon is limiting requests right now (HTTP 429). Wait a minute, then try again."`,
    );
  });

  it('429 that asks for a longer wait than there is time for', async () => {
    expect(await told([{ status: 429, headers: { 'retry-after': '120' } }])).toMatchInlineSnapshot(
      `"throttled: Amazon is limiting requests right now (HTTP 429). Try again in 120 seconds or later."`,
    );
  });

  it('500', async () => {
    expect(await told([{ status: 500, body: { message: 'Internal error' } }])).toMatchInlineSnapshot(
      `"unavailable: Amazon had an internal error (HTTP 500). Try again in a few minutes."`,
    );
  });

  it('503', async () => {
    expect(await told([{ status: 503, body: '<html>Service Unavailable</html>' }])).toMatchInlineSnapshot(
      `"unavailable: Amazon's service is unavailable right now (HTTP 503). Try again in a few minutes."`,
    );
  });
});

describe("gateways' errors", () => {
  it('502', async () => {
    expect(await told([{ status: 502, body: '<html>Bad Gateway</html>' }])).toMatchInlineSnapshot(
      `"unavailable: A gateway at Amazon received an invalid response (HTTP 502). Try again in a few minutes."`,
    );
  });

  it('504', async () => {
    expect(await told([{ status: 504 }])).toMatchInlineSnapshot(
      `"unavailable: A gateway at Amazon timed out (HTTP 504). Try again in a few minutes, or request a shorter range."`,
    );
  });

  it('another 5xx', async () => {
    expect(await told([{ status: 599 }])).toMatchInlineSnapshot(
      `"unavailable: Amazon's service failed (HTTP 599). Try again in a few minutes."`,
    );
  });

  it('another 4xx', async () => {
    expect(await told([{ status: 418, body: { message: 'I am a teapot' } }])).toMatchInlineSnapshot(
      `"rejected: Amazon rejected the request for the metrics of skill amzn1.ask.skill.001 in stage live: I am a teapot. Fix what Amazon's message names."`,
    );
  });

  it('a redirect', async () => {
    expect(await told([{ status: 302, headers: { location: 'https://example.com/' } }])).toMatchInlineSnapshot(
      `"bad_answer: Amazon answered the request for the metrics of skill amzn1.ask.skill.001 in stage live with an unexpected status (HTTP 302). Contact your administrator: something other than Amazon may be answering at the API's address."`,
    );
  });

  it('a success without an answer', async () => {
    expect(await told([{ status: 204 }])).toMatchInlineSnapshot(
      `"bad_answer: Amazon answered the request for the metrics of skill amzn1.ask.skill.001 in stage live with an unexpected status (HTTP 204). Contact your administrator: something other than Amazon may be answering at the API's address."`,
    );
  });
});

describe('no answer', () => {
  it('broken connections', async () => {
    expect(await told(['reset'])).toMatchInlineSnapshot(
      `"unavailable: Couldn't reach Amazon (127.0.0.1): the connection was lost. Try again in a moment. If it keeps happening, ask your administrator to check the server's network."`,
    );
  });

  it('a connection that breaks within the body', async () => {
    expect(await told(['cut'])).toMatchInlineSnapshot(
      `"unavailable: Couldn't reach Amazon (127.0.0.1): the connection was lost. Try again in a moment. If it keeps happening, ask your administrator to check the server's network."`,
    );
  });

  it('nobody there', async () => {
    const { smapi, call } = clientOf(await closedPort());
    expect(textOf(await failureFrom(smapi.vendors(call))).replace(/:\d+/, '')).toMatchInlineSnapshot(
      `"Couldn't reach Amazon (127.0.0.1): the connection was refused. Try again in a moment. If it keeps happening, ask your administrator to check the server's network."`,
    );
  });

  it('no such name', () => {
    const cause = new TypeError('fetch failed', { cause: Object.assign(new Error('no name'), { code: 'ENOTFOUND' }) });
    expect(textOf(unreachable('api.amazonalexa.com', cause).failure)).toMatchInlineSnapshot(
      `"Couldn't reach Amazon (api.amazonalexa.com): its host name wasn't found. Try again in a moment. If it keeps happening, ask your administrator to check the server's network."`,
    );
  });

  it('an expired certificate', () => {
    const cause = new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'CERT_HAS_EXPIRED' }) });
    expect(textOf(unreachable('api.amazonalexa.com', cause).failure)).toMatchInlineSnapshot(
      `"Couldn't reach Amazon (api.amazonalexa.com): a secure connection couldn't be established. Try again in a moment. If it keeps happening, ask your administrator to check the server's network."`,
    );
  });

  it('a time-out', async () => {
    expect(await told(['hang'], { requestTimeoutMs: 20 })).toMatchInlineSnapshot(
      `"unavailable: Amazon (127.0.0.1) didn't answer within 0.02 seconds. Try again in a few minutes."`,
    );
  });

  it('the deadline', async () => {
    expect(await told(['hang'], {}, 0.02)).toMatchInlineSnapshot(
      `"deadline_exceeded: Amazon didn't return all the data in time. Try again, or request a shorter range or a longer period."`,
    );
  });

  it('cancelled', async () => {
    const { smapi, call, abort } = await against(['hang']);
    abort.abort();
    expect(textOf(await failureFrom(smapi.vendors(call)))).toMatchInlineSnapshot(
      `"This query was cancelled. Refresh to run it again."`,
    );
  });
});

describe('answers that cannot be right', () => {
  const page = { metric: 'uniqueCustomers', timestamps: ['2018-11-01T10:45:00Z'], values: [10] };

  it.each([
    ['empty', '', 'it is empty'],
    ['a web page', '<!doctype html><title>Sign in to the Wi-Fi</title>', 'it is a web page, not JSON'],
    ['cut off', '{"metric":"uniqueCustomers","timestamps":["2018-11', 'it is no JSON, or was cut off'],
    ['another thing', '[]', 'timestamps is missing'],
    ['null', 'null', 'it should be of type object but is null'],
    ['no values', { timestamps: [] }, 'values is missing'],
    ['another metric', { ...page, metric: 'totalSessions' }, 'it tells totalSessions where uniqueCustomers was asked'],
    ['unequal arrays', { ...page, values: [10, 20] }, 'it has 1 timestamps but 2 values'],
    ['no list', { ...page, values: 10 }, 'values should be of type array but is 10'],
    ['a value that is none', { ...page, values: ['ten'] }, 'values.0 should be of type number but is "ten"'],
    ['a missing value', { ...page, values: [null] }, 'values.0 should be of type number but is null'],
    [
      'an infinite value',
      '{"timestamps":["2018-11-01T10:45:00Z"],"values":[1e999]}',
      'values.0 should be a finite number but is beyond all bounds',
    ],
    [
      'a time that is none',
      { ...page, timestamps: ['yesterday'] },
      'timestamps.0 should be an ISO 8601 time but is "yesterday"',
    ],
    [
      'a day that is none',
      { ...page, timestamps: ['2018-02-30T00:00:00Z'] },
      'timestamps.0 should be an ISO 8601 time but is "2018-02-30T00:00:00Z"',
    ],
    [
      'a time without a zone',
      { ...page, timestamps: ['2018-11-01T10:45:00'] },
      'timestamps.0 should be an ISO 8601 time but is "2018-11-01T10:45:00"',
    ],
    ['a token that is none', { ...page, nextToken: 7 }, 'nextToken should be of type string but is 7'],
  ])('%s', async (_, body, problem) => {
    expect(await told([{ body, headers: { 'x-amzn-requestid': 'abc-1' } }])).toBe(
      "bad_answer: Amazon's answer for the metrics of skill amzn1.ask.skill.001 in stage live is invalid: " +
        `${problem}. Try again. If it keeps happening, contact your administrator. (Amazon request abc-1)`,
    );
  });

  it('an endless one', async () => {
    expect(await told([{ body: ' '.repeat(17_000_000) }])).toMatchInlineSnapshot(
      `"bad_answer: Amazon's answer for the metrics of skill amzn1.ask.skill.001 in stage live is invalid: it is longer than 16 MB. Try again. If it keeps happening, contact your administrator."`,
    );
  });
});

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
