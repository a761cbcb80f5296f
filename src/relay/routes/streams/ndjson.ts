import { FailureError } from '../../../core/domain/failure';
import type { Line } from '../../../core/protocol/stream';
import { formatLine, lineChunks } from '../../../core/protocol/write-stream';
import type { Progress } from '../../../core/query/query';
import type { Clock } from '../../lib/clock';
import { processLoop } from '../../lib/event-loop';

/** What {@link streamLines} needs. */
export interface LineStream {
  readonly every: Clock['every'];
  /** Makes the last line. `query` aborts when the reader leaves; others may abort it, too. */
  readonly run: (onProgress: (progress: Progress) => void, query: AbortController) => Promise<Line>;
}

/** The interval of progress lines, in milliseconds. */
export const tickMs = 100;
/** The ticks after which a silent stream gets a line. Proxies close silent connections, most of them after a minute. */
export const heartbeatTicks = 50;

/** `cancelled`: the reader has left. */
export const readerLeft = (): FailureError =>
  new FailureError({
    code: 'cancelled',
    message: 'This query was cancelled.',
    advice: 'Refresh to run it again.',
  });

/** Joins the next chunks to a text of about 16 KB; undefined when there are none. */
export const someOf = (chunks: Iterator<string, void>): string | undefined => {
  let text = '';
  while (text.length < 16_384) {
    const next = chunks.next();
    if (next.done === true) return text === '' ? undefined : text;
    text += next.value;
  }
  return text;
};

/**
 * A body of `application/x-ndjson`: progress lines while the work runs, then its last line. Cancelling the body aborts
 * the work.
 * @see {@link https://github.com/ndjson/ndjson-spec | NDJSON}
 */
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
  /** Writes as much of the last line as the reader accepts now. */
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
