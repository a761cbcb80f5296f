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

const cell = v.union([v.string(), v.number()]);
const expected = v.union([
  v.strictObject({
    /** Cells; a text such as "2019-10-07 00:00" stands for the serial that Excel shows like this. */
    table: v.array(v.array(cell)),
    requests: v.optional(v.number()),
    provisionalFrom: v.optional(v.string()),
  }),
  v.strictObject({
    failure: v.strictObject({ code: v.string(), text: v.string() }),
    requests: v.optional(v.number()),
  }),
]);

/** One folder. */
export interface QueryCase {
  readonly name: string;
  readonly formula: v.InferOutput<typeof formula>;
  readonly amazon: readonly Exchange[];
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
      amazon: read(v.array(exchange), name, 'amazon.json'),
      expected: read(expected, name, 'expected.json'),
    }));
