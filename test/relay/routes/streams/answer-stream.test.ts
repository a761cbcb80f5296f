import { describe, expect, it } from 'vitest';
import { type BatchLine, parseBatchLine, type PointsLine, withPoints } from '../../../../src/core/protocol/batch';
import { answerLines, isLong } from '../../../../src/core/protocol/write-stream';
import type { Answer } from '../../../../src/core/query/query';
import { AnswerStream, type StreamedQuery } from '../../../../src/relay/routes/streams/answer-stream';
import { emptyAnswer } from '../../../support/relay/fakes/hand-engine';
import { TestClock } from '../../../support/relay/fakes/test-clock';

const points = (count: number): Answer => ({
  ...emptyAnswer,
  series: [
    {
      metric: 'totalSessions',
      timestamps: Array.from({ length: count }, (_, index) => Date.UTC(2020, 0, 1) + index * 900_000),
      values: Array.from({ length: count }, (_, index) => index),
    },
  ],
});

/** A query that is answered when told. */
const byHand = (id: string) => {
  let answer: (given: Answer) => void = () => undefined;
  const answered = new Promise<Answer>((resolve) => (answer = resolve));
  const run: StreamedQuery['run'] = async () => {
    const line = { kind: 'result' as const, ...(await answered) };
    return { lines: answerLines(id, line), isLong: isLong(line) };
  };
  return { query: { id, run }, answer };
};

const startStream = () => {
  const clock = new TestClock();
  const stream = new AnswerStream('s1', { every: clock.every, onEnd: () => undefined });
  const reader = stream.body.getReader();
  const decoder = new TextDecoder();
  const read = async (): Promise<string | undefined> => {
    const { value, done } = await reader.read();
    return done ? undefined : decoder.decode(value, { stream: true });
  };
  /** The lines of the next chunk; undefined at the end. */
  const next = async (): Promise<readonly { id: string; line: BatchLine }[] | undefined> => {
    const text = await read();
    return text?.split('\n').filter(Boolean).map(parseBatchLine);
  };
  return { clock, stream, read, next };
};

describe('long answers', () => {
  it('go by turns, and let short ones pass between their lines', async () => {
    const { stream, next } = startStream();
    const [one, other, short] = [byHand('one'), byHand('other'), byHand('short')];
    await stream.add([one.query, other.query, short.query]);
    const whole = points(20_500);
    one.answer(whole);
    other.answer(whole);
    const order: string[] = [];
    const ahead: Record<string, PointsLine[]> = { one: [], other: [] };
    for (let some = await next(); some !== undefined; some = await next())
      for (const { id, line } of some) {
        order.push(id);
        if (order.length === 5) short.answer(points(7));
        if (line.kind === 'points') ahead[id]?.push(line);
        else if (line.kind === 'result' && id !== 'short')
          expect(withPoints(line, ahead[id] ?? [])).toEqual({ kind: 'result', ...whole });
      }
    // What is on its way already goes first.
    expect(order.indexOf('short')).toBeGreaterThan(4);
    expect(order.indexOf('short')).toBeLessThan(10);
    const long = order.filter((id) => id !== 'short');
    expect(long).toHaveLength(2 * 22);
    // The first may have been alone, and the last are short.
    const middle = long.slice(3, 38);
    middle.slice(1).forEach((id, index) => expect(id).not.toBe(middle[index]));
  });

  it('are written as far as the reader takes them, and no further', async () => {
    const { stream, next, clock } = startStream();
    const one = byHand('one');
    let taken = 0;
    const { lines } = { lines: answerLines('one', { kind: 'result', ...points(50_000) }) };
    const counted = { next: () => ((taken += 1), lines.next()) };
    await stream.add([{ id: 'one', run: () => Promise.resolve({ lines: counted, isLong: true }) }, one.query]);
    await next();
    clock.tick(100);
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBeLessThan(6);
  });
});

describe('queries under way', () => {
  it('report their progress by turns, twenty at a tick, and send a blank line if nothing is new', async () => {
    const { stream, clock, read } = startStream();
    const tell: (() => void)[] = [];
    const queries = Array.from({ length: 50 }, (_, index): StreamedQuery => ({
      id: `q${index}`,
      run: (onProgress) => {
        tell.push(() => onProgress({ windowsDone: 0, windowsPlanned: 1, pages: 1, points: index }));
        return new Promise(() => undefined);
      },
    }));
    await stream.add(queries);
    for (const one of tell) one();
    const told = new Set<string>();
    for (let tick = 0; tick < 3; tick += 1) {
      clock.tick();
      const lines = (await read())?.split('\n').filter(Boolean) ?? [];
      expect(lines.length).toBeLessThanOrEqual(20);
      for (const line of lines) told.add(parseBatchLine(line).id);
    }
    expect(told.size).toBe(50);
    clock.tick(49);
    clock.tick();
    expect(await read()).toBe('\n');
  });
});
