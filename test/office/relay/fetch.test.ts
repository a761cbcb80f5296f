import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textLines } from '../../../src/office/relay/fetch';

const streamOf = (chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

const read = async (chunks: readonly Uint8Array[]): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of textLines(streamOf(chunks))) lines.push(line);
  return lines;
};

describe('the lines of a stream', () => {
  it('come out whole, wherever the stream is cut', async () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\n\r]/.test(text) && text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(200)), fc.boolean(), async (lines, cuts, lastBreak) => {
        const bytes = new TextEncoder().encode(lines.join('\n') + (lastBreak ? '\n' : ''));
        const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((end, index) => bytes.slice(edges[index], end));
        expect(await read(chunks)).toEqual(lines);
      }),
    );
  });

  it('leave blank lines out', async () => {
    expect(await read([new TextEncoder().encode('a\n\n  \nb\r\n')])).toEqual(['a', 'b\r']);
  });

  it('are no longer fetched when nobody listens', async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('line\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const line of textLines(stream)) {
      expect(line).toBe('line');
      break;
    }
    expect(cancelled).toBe(true);
  });
});
