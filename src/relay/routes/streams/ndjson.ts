import { FailureError } from '../../../core/domain/failure';
import type { Progress } from '../../../core/query/question';
import type { Line } from '../../../core/protocol/stream';
import { formatLine, lineChunks } from '../../../core/protocol/write-stream';
import type { Clock } from '../../lib/clock';
import { processLoop } from '../../lib/event-loop';

export interface LineStream {
  readonly every: Clock['every'];
  /** Makes the last line. `query` is aborted when the reader has left, and may be for other reasons. */
  readonly run: (onProgress: (progress: Progress) => void, query: AbortController) => Promise<Line>;
}

/** Progress is told at most so often, whatever the engine tells. */
export const tickMs = 100;
/** Proxies close connections on which nothing happens; most wait for a minute, some for less. */
export const heartbeatTicks = 50;

export const readerLeft = (): FailureError =>
  new FailureError({
    code: 'cancelled',
    message: 'This query was cancelled.',
    advice: 'Refresh to run it again.',
  });

/** The next chunks, together worth a packet or some; undefined where there are none. */
export const someOf = (chunks: Iterator<string, void>): string | undefined => {
  let text = '';
  while (text.length < 16_384) {
    const next = chunks.next();
    if (next.done === true) return text === '' ? undefined : text;
    text += next.value;
  }
  return text;
};

/** A body of `application/x-ndjson`: progress while the work runs, then its last line. Leaving it aborts the work. */
export const streamLines = ({ every, run }: LineStream): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const query = new AbortController();
  let hasLeft = false;
  let progress: Progress = { windowsDone: 0, windowsPlanned: 0, pages: 0, points: 0 };
  let [changed, silentTicks] = [false, 0];
  let stop = (): void => undefined;
  let last: Iterator<string, void> | undefined;

  const onProgress = (latest: Progress): void => {
    [progress, changed] = [latest, true];
  };
  /** Writes as much of the last line as the reader takes now. */
  const writeOn = (out: ReadableStreamDefaultController<Uint8Array>): void => {
    while (last !== undefined && (out.desiredSize ?? 0) > 0) {
      const text = someOf(last);
      out.enqueue(encoder.encode(text ?? '\n'));
      if (text !== undefined) continue;
      last = undefined;
      out.close();
    }
  };
  return new ReadableStream({
    start: (out) => {
      stop = every(tickMs, () => {
        silentTicks += 1;
        const readerWaits = (out.desiredSize ?? 0) > 0;
        if (!readerWaits || !(changed || silentTicks >= heartbeatTicks)) return;
        out.enqueue(encoder.encode(`${formatLine({ kind: 'progress', ...progress })}\n`));
        [changed, silentTicks] = [false, 0];
      });
      void run(onProgress, query).then(
        (line) => {
          stop();
          if (hasLeft) return;
          last = lineChunks(line);
          writeOn(out);
        },
        (error: unknown) => {
          stop();
          if (!hasLeft) out.error(error);
        },
      );
    },
    pull: async (out) => {
      if (processLoop.isSpent) await processLoop.rest();
      writeOn(out);
    },
    cancel: () => {
      stop();
      hasLeft = true;
      query.abort(readerLeft());
    },
  });
};
