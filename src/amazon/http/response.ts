import * as v from 'valibot';
import { FailureError } from '../../core/domain/failure';
import { invalidResponse } from './failures';

/** A successful answer of SMAPI, before it is checked against a schema. */
export interface SmapiResponse {
  /** The request in words that fit inside a sentence. */
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

/** What is wrong with a text that isn't JSON. */
export const notJson = (text: string): string => {
  if (text.trim() === '') return 'it is empty';
  return text.trimStart().startsWith('<') ? 'it is a web page, not JSON' : 'it is no JSON, or was cut off';
};

/**
 * The error `bad_answer` for this answer.
 *
 * @param problem what finishes the sentence "Amazon's answer for … is invalid: …"
 */
export const cannotBe = ({ what, requestId }: Omit<SmapiResponse, 'json'>, problem: string): FailureError =>
  new FailureError({ ...invalidResponse(what, problem), ...(requestId === undefined ? {} : { requestId }) });

/**
 * The answer as its schema reads it.
 *
 * @throws {FailureError} `bad_answer`, naming the first thing that doesn't fit
 */
export const readResponse = <T>(schema: v.GenericSchema<unknown, T>, answer: SmapiResponse): T => {
  const parsed = v.safeParse(schema, answer.json, { abortEarly: true });
  if (!parsed.success) throw cannotBe(answer, problemOf(parsed.issues[0]));
  return parsed.output;
};

/** Schema of the token for the next page. Amazon's null and empty text mean that there is none. */
export const nextToken = v.pipe(
  v.nullish(v.string(), ''),
  v.transform((token): { nextToken?: string } => (token === '' ? {} : { nextToken: token })),
);
