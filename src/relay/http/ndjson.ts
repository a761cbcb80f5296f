import { FailureError } from '../../core/failure';
import type { Progress } from '../../core/question';
import { formatLine, type Line } from '../../core/wire';
import type { Clock } from '../clock';

export interface LineStream {
  readonly every: Clock['every'];
  /** Makes the last line. Aborted when the reader has left. */
  readonly run: (onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<Line>;
}

/** Progress is told at most so often, whatever the engine tells. */
const tickMs = 100;
/** Proxies close connections on which nothing happens; most wait for a minute, some for less. */
const heartbeatTicks = 50;

const readerLeft = (): FailureError =>
  new FailureError({
    code: 'cancelled',
    message: 'The question was cancelled.',
    advice: 'Ask again when you need it.',
  });

/** A body of `application/x-ndjson`: progress while the work runs, then its last line. Leaving it aborts the work. */
export const streamLines = ({ every, run }: LineStream): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const left = new AbortController();
  let progress: Progress = { windowsDone: 0, windowsPlanned: 0, pages: 0, points: 0 };
  let [changed, silentTicks] = [false, 0];
  let stop = (): void => undefined;

  const onProgress = (latest: Progress): void => {
    [progress, changed] = [latest, true];
  };
  return new ReadableStream({
    start: (out) => {
      const write = (line: Line): void => out.enqueue(encoder.encode(`${formatLine(line)}\n`));
      stop = every(tickMs, () => {
        silentTicks += 1;
        const readerWaits = (out.desiredSize ?? 0) > 0;
        if (!readerWaits || !(changed || silentTicks >= heartbeatTicks)) return;
        write({ kind: 'progress', ...progress });
        [changed, silentTicks] = [false, 0];
      });
      void run(onProgress, left.signal).then(
        (last) => {
          stop();
          if (left.signal.aborted) return;
          write(last);
          out.close();
        },
        (error: unknown) => {
          stop();
          if (!left.signal.aborted) out.error(error);
        },
      );
    },
    cancel: () => {
      stop();
      left.abort(readerLeft());
    },
  });
};
