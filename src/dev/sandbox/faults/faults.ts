/** Skills that show one failure each, and the failures themselves: any of them can be switched on for all skills. */
const rows = [
  ['status-400', '000000000400', '400, rejected', 'Every question is refused with 400, in Amazon’s words.'],
  ['status-401', '000000000401', '401, no access', 'No access token is accepted for this skill, fresh ones neither.'],
  ['status-403', '000000000403', '403, not allowed', 'The operation is not allowed.'],
  ['status-404', '000000000404', '404, not found', 'The list shows this skill, but its metrics are not found.'],
  ['status-429', '000000000429', '429, throttled for ever', 'Every question is throttled.'],
  ['status-500', '000000000500', '500, internal error', 'Every question ends in an internal error.'],
  ['status-502', '000000000502', '502 without a body', 'A gateway answers 502 with an empty body.'],
  ['status-503', '000000000503', '503, unavailable', 'The service is unavailable, told in JSON.'],
  ['html-503', '000000005030', '503 in HTML', 'A gateway answers 503 with a web page.'],
  ['html-200', '000000002000', '200 in HTML', 'A web page comes where JSON should, with status 200.'],
  ['reset', '000000000001', 'connection reset', 'The connection is reset before an answer.'],
  ['hang', '000000000002', 'never answers', 'The answer never comes; the caller has to give up.'],
  ['cut-json', '000000000003', 'half an answer', 'The JSON ends in the middle, though the transfer is whole.'],
  ['cut-transfer', '000000000004', 'transfer cut off', 'The connection ends in the middle of the body.'],
  ['long-body', '000000000005', 'body without end', 'A good answer, followed by 256 MiB of blanks.'],
  ['unequal', '000000000011', 'lists of unequal length', 'There is one value fewer than there are timestamps.'],
  ['strings', '000000000012', 'texts for values', 'Every value is a text.'],
  ['nulls', '000000000013', 'nulls for values', 'Every other value is null.'],
  ['nan', '000000000014', 'NaN for values', 'The values are NaN, which is no JSON.'],
  ['bad-times', '000000000015', 'times that are none', 'The timestamps are words.'],
  ['far-times', '000000000016', 'times out of the window', 'The points lie 30 days after what was asked.'],
  ['other-metric', '000000000017', 'another metric', 'The answer names a metric that was not asked for.'],
  ['no-points', '000000000018', 'no points', 'A good answer without any points.'],
  ['same-token', '000000000021', 'same token for ever', 'Every page names the same next page.'],
  ['endless', '000000000022', 'pages without end', 'Empty pages for ever, each with a new token.'],
  ['empty-pages', '000000000023', 'empty pages between', 'An empty page with a token comes before every good one.'],
  ['dead-token', '000000000024', 'token dies', 'The second page is refused: its token has expired.'],
  ['second-page', '000000000025', 'second page fails', 'The first page is good, the second always a 500.'],
  ['blank-token', '000000000026', 'blank last token', 'Good data; the last page has an empty nextToken.'],
  ['small-pages', '000000000027', 'only 50 a page', 'A maxResults above 50 is refused with 400.'],
  ['duplicates', '000000000031', 'points twice', 'Good data; every point comes twice.'],
  ['conflicts', '000000000032', 'points twice, unlike', 'Every point comes twice, with different values.'],
  ['disorder', '000000000033', 'points in disorder', 'Good data, shuffled.'],
  ['throttled-twice', '000000004292', '429 twice, then fine', 'Throttled twice with Retry-After: 1, then good.'],
  ['fails-once', '000000005001', '500 once, then fine', 'Every request fails once, then works.'],
  ['expires-once', '000000004011', '401 once, then fine', 'The first access token has expired; a renewed one works.'],
  ['slow', '000000003000', 'slow', 'Good data, three seconds a page.'],
] as const;

export type FaultKey = (typeof rows)[number][0];

export interface Fault {
  readonly key: FaultKey;
  /** Id of the skill that always has the fault. */
  readonly id: string;
  readonly name: string;
  readonly does: string;
}

export const faults: readonly Fault[] = rows.map(([key, digits, name, does]) => ({
  key,
  id: `amzn1.ask.skill.fa017000-0000-4000-8000-${digits}`,
  name: `Fault: ${name}`,
  does,
}));

export const faultKeys: readonly FaultKey[] = faults.map(({ key }) => key);

/** The fault that a skill stands for. */
export const faultOf = (skillId: string): FaultKey | undefined => faults.find(({ id }) => id === skillId)?.key;
