/** What the relay reads of `POST /api/questions` and `POST /api/questions/cancel`. The add-in needs none of it. */
import * as v from 'valibot';
import { maxBatchQueries, type BatchItem } from './batch';
import { FailureError, invalidQuery } from '../domain/failure';

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

/** A call of many queries. `join` names the streams that the client has open, on any of which the answers may come. */
export type Batch = v.InferOutput<typeof batch>;

/** Reads the body of `POST /api/questions`, but for what is asked. Throws a FailureError `invalid_query`. */
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

/** Reads the body of `POST /api/questions/cancel`. Throws a FailureError `invalid_query`. */
export const parseCancel = (value: unknown): readonly string[] => {
  const parsed = v.safeParse(cancel, value);
  if (parsed.success) return parsed.output.ids;
  throw wrong('ids', '', `a list of ids: ${nameRule}`);
};

/** The parameters in an item. Throws a FailureError `invalid_query` where one is no text. */
export const paramsOf = (item: BatchItem): [string, string][] =>
  Object.entries(item)
    .filter(([name]) => name !== 'id')
    .flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => {
        if (typeof one === 'string' || typeof one === 'number') return [name, String(one)];
        throw wrong(name, JSON.stringify(one), 'a text, or a list of texts');
      }),
    );
