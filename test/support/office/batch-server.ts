/** A relay for the add-in's client: the test answers each query by its id. */
import type { ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Line } from '../../../src/core/protocol/stream';
import { answerLines } from '../../../src/core/protocol/write-stream';

const batch = v.object({
  stream: v.string(),
  join: v.array(v.string()),
  questions: v.array(v.looseObject({ id: v.string() })),
});
export type SentBatch = v.InferOutput<typeof batch>;

export const batchIn = (body: string): SentBatch => v.parse(batch, JSON.parse(body));

/** The lines as the answer to a query of the call. */
export const linesFor = (body: string, lines: readonly Line[], index = 0): string => {
  const id = batchIn(body).questions[index]?.id ?? 'none';
  return lines.flatMap((line) => [...answerLines(id, line)]).join('');
};

export const stream = (response: ServerResponse, text: string): void => {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.end(text);
};
