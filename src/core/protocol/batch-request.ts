/**
 * What the relay reads from `POST /api/questions` and `POST /api/questions/cancel`. The add-in doesn't need this file.
 */
import * as v from 'valibot';
import { FailureError, invalidQuery } from '../domain/failure';
import { type BatchItem, maxBatchQueries } from './batch';

const name = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const item = v.looseObject({ id: name });

const batch = v.object({
  stream: name,
  join: v.optional(v.pipe(v.array(name), v.maxLength(16)), []),
  questions: v.pipe(v.array(item), v.minLength(1), v.maxLength(maxBatchQueries)),
});
const cancel = v.object({ ids: v.pipe(v.array(name), v.maxLength(10 * maxBatchQueries)) });

const nameRule = '1 to 64 letters, digits, _ or -';

const wrong = (argument: string, value: string, accepted: string): FailureError =>
  new FailureError(invalidQuery([{ argument, value, accepted }]));

const twiceIn = (ids: readonly string[]): string | undefined => {
  const seen = new Set<string>();
  return ids.find((id) => seen.size === seen.add(id).size);
};

/** A call with many queries. `join` names the client's open streams; the answers may arrive on any of them. */
export type Batch = v.InferOutput<typeof batch>;

/**
 * Reads the body of `POST /api/questions`, except for the queries themselves: see `paramsOf`.
 *
 * @throws {FailureError} `invalid_query`, if the body isn't a batch, or an ID occurs twice
 */
export const parseBatch = (value: unknown): Batch => {
  const parsed = v.safeParse(batch, value);
  if (!parsed.success) {
    const { path } = parsed.issues[0];
    const at = path?.map(({ key }) => String(key)).join('.') ?? 'body';
    const rule = `stream, and 1 to ${maxBatchQueries} questions, each with an id; names are ${nameRule}`;
    throw wrong(at, '', rule);
  }
  const twice = twiceIn(parsed.output.questions.map(({ id }) => id));
  if (twice !== undefined) throw wrong('id', twice, 'an id of its own for each question');
  return parsed.output;
};

/**
 * The IDs in the body of `POST /api/questions/cancel`.
 *
 * @throws {FailureError} `invalid_query`, if the body isn't a list of IDs
 */
export const parseCancel = (value: unknown): readonly string[] => {
  const parsed = v.safeParse(cancel, value);
  if (parsed.success) return parsed.output.ids;
  throw wrong('ids', '', `a list of ids: ${nameRule}`);
};

/**
 * The query parameters in an item of a batch, as names and values.
 *
 * @throws {FailureError} `invalid_query`, if a value isn't a text or number, or a list of them
 */
export const paramsOf = (item: BatchItem): [string, string][] =>
  Object.entries(item)
    .filter(([name]) => name !== 'id')
    .flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => {
        if (typeof one === 'string' || typeof one === 'number') return [name, String(one)];
        throw wrong(name, JSON.stringify(one), 'a text, or a list of texts');
      }),
    );
