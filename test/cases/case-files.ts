/** What the files of a query case hold. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

/** `formula.json`: the arguments as a cell hands them over, and the time at which it is calculated. */
const formula = v.strictObject({
  now: v.string(),
  arguments: v.strictObject({
    skillId: v.unknown(),
    metric: v.unknown(),
    startTime: v.unknown(),
    ...v.partial(
      v.object({
        endTime: v.unknown(),
        period: v.unknown(),
        stage: v.unknown(),
        skillType: v.unknown(),
        intent: v.unknown(),
        locale: v.unknown(),
        headers: v.unknown(),
        options: v.unknown(),
      }),
    ).entries,
  }),
});

const exchange = v.strictObject({
  /** Parameters that a request has for this answer; one without `nextToken` is for requests without it. */
  request: v.record(v.string(), v.string()),
  status: v.optional(v.number(), 200),
  /** The body as Amazon sends it. */
  response: v.unknown(),
});
export type Exchange = v.InferOutput<typeof exchange>;

const time = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.number('a time such as 2026-10-25T00:00Z'),
);

/** What adds up: every request that lies in it is answered with the sums of its buckets, by the period that is asked. */
const counts = v.strictObject({
  metric: v.string(),
  intent: v.optional(v.string()),
  locale: v.optional(v.string()),
  /** Of the values; requests of a shorter period are not answered. */
  period: v.picklist(['PT15M', 'PT1H', 'P1D']),
  start: time,
  /** The values come over and over until then. Left out: they come once. */
  end: v.optional(time),
  values: v.array(v.number()),
});
export type Counts = v.InferOutput<typeof counts>;

/** What does not add up: one value from each edge to the next, for requests of SINGLE with these very ends. */
const distinct = v.strictObject({
  metric: v.string(),
  intent: v.optional(v.string()),
  locale: v.optional(v.string()),
  edges: v.array(time),
  values: v.array(v.number()),
});
export type Distinct = v.InferOutput<typeof distinct>;

/** What Amazon knows: answers to requests word by word, or numbers from which any request is answered. */
const entry = v.union([exchange, counts, distinct]);
export type Entry = v.InferOutput<typeof entry>;

const cell = v.union([v.string(), v.number()]);
/** How many requests were sent, in all or by period. */
const requests = v.optional(v.union([v.number(), v.record(v.string(), v.number())]));
const expected = v.union([
  v.strictObject({
    /**
     * Cells; a text such as "2019-10-07 00:00" or "2019-10-07" stands for the serial that Excel shows like this, and
     * "#N/A: …" for what is not to be had, with the reason.
     */
    table: v.array(v.array(cell)),
    requests,
    provisionalFrom: v.optional(v.string()),
  }),
  v.strictObject({
    failure: v.strictObject({ code: v.string(), text: v.string() }),
    requests,
  }),
]);

/** One folder. */
export interface QueryCase {
  readonly name: string;
  readonly formula: v.InferOutput<typeof formula>;
  readonly amazon: readonly Entry[];
  readonly expected: v.InferOutput<typeof expected>;
}

const read = <T>(schema: v.GenericSchema<unknown, T>, ...file: string[]): T =>
  v.parse(schema, JSON.parse(readFileSync(path.join(import.meta.dirname, ...file), 'utf8')));

/** All cases beside this file. */
export const queryCases = (): readonly QueryCase[] =>
  readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      name,
      formula: read(formula, name, 'formula.json'),
      amazon: read(v.array(entry), name, 'amazon.json'),
      expected: read(expected, name, 'expected.json'),
    }));
