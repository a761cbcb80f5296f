import { describe, expect, it } from 'vitest';
import { LogOutput, type Sink } from '../../../src/relay/observability/log-output';

/** A place for text that takes it when it is told to. */
const slowSink = () => {
  const written: string[] = [];
  let pending: ((error?: Error) => void) | undefined;
  const sink: Sink = {
    write: (text, done) => {
      pending = (error) => {
        if (error === undefined) written.push(text);
        done(error);
      };
    },
    writeNow: (text) => void written.push(text),
  };
  return {
    sink,
    written: () => written.join(''),
    isAsked: () => pending !== undefined,
    take: (error?: Error) => {
      const done = pending;
      pending = undefined;
      done?.(error);
    },
  };
};

const line = (name: string): string => `${name.padEnd(99, '.')}\n`;

describe('the log', () => {
  it('drops lines that nobody reads, and reports how many as soon as somebody does', async () => {
    const { sink, written, take, isAsked } = slowSink();
    let lost = 0;
    const output = new LogOutput({ sink, most: 20_000, onLost: (lines) => (lost += lines) });
    for (let i = 0; i < 1_000; i += 1) output.write(line(`line ${i}`));
    expect(lost).toBe(800);
    const finished = output.finish(60_000);
    while (isAsked()) take();
    await finished;
    expect(written().match(/^line/gm)).toHaveLength(200);
    expect(written()).toMatch(/"lines":800,"msg":"lines of this log were lost"/);
  });

  it('loses what did not fit on the disk, and goes on when there is room', async () => {
    const { sink, written, take, isAsked } = slowSink();
    let lost = 0;
    const output = new LogOutput({ sink, onLost: (lines) => (lost += lines) });
    for (let i = 0; i < 160; i += 1) output.write(line('first'));
    expect(isAsked()).toBe(true);
    take(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    expect(lost).toBe(160);
    output.write(line('second'));
    const finished = output.finish(60_000);
    while (isAsked()) take();
    await finished;
    expect(written()).toContain('second');
    expect(written()).toContain('"lines":160');
  });

  it('waits for nobody when it ends', async () => {
    const { sink } = slowSink();
    const output = new LogOutput({ sink });
    output.write(line('late'));
    await output.finish(1);
  });

  it('writes what waits when the process ends', () => {
    const { sink, written } = slowSink();
    const output = new LogOutput({ sink });
    output.write(line('last'));
    output.finishNow();
    expect(written()).toBe(line('last'));
  });
});
