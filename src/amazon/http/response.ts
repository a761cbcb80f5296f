import * as v from 'valibot';
import { FailureError } from '../../core/domain/failure';
import { invalidResponse } from './failures';

/** A successful answer, not yet read. */
export interface SmapiResponse {
  /** What it answers, as it stands in a sentence. */
  readonly what: string;
  readonly json: unknown;
  readonly requestId?: string;
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const wrongWith = (issue: v.BaseIssue<unknown>): string => {
  if (issue.received === 'undefined') return 'is missing';
  if (issue.kind !== 'schema' || issue.expected === null) return short(issue.message);
  return `should be of type ${issue.expected.toLowerCase()} but is ${short(issue.received)}`;
};

const problemOf = (issue: v.BaseIssue<unknown>): string => `${v.getDotPath(issue) ?? 'it'} ${wrongWith(issue)}`;

/** What is wrong with a text that is no JSON. */
export const notJson = (text: string): string => {
  if (text.trim() === '') return 'it is empty';
  return text.trimStart().startsWith('<') ? 'it is a web page, not JSON' : 'it is no JSON, or was cut off';
};

/** The FailureError `bad_answer` for this answer. */
export const cannotBe = ({ what, requestId }: Omit<SmapiResponse, 'json'>, problem: string): FailureError =>
  new FailureError({ ...invalidResponse(what, problem), ...(requestId === undefined ? {} : { requestId }) });

/** The answer as its schema reads it; throws `bad_answer` naming the first thing wrong with it. */
export const readResponse = <T>(schema: v.GenericSchema<unknown, T>, answer: SmapiResponse): T => {
  const parsed = v.safeParse(schema, answer.json, { abortEarly: true });
  if (!parsed.success) throw cannotBe(answer, problemOf(parsed.issues[0]));
  return parsed.output;
};

/** A token to ask for the next page with; null and the empty text are none. */
export const nextToken = v.pipe(
  v.nullish(v.string(), ''),
  v.transform((token): { nextToken?: string } => (token === '' ? {} : { nextToken: token })),
);
