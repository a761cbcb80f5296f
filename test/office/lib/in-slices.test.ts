import { expect, it } from 'vitest';
import type { SetTimer } from '../../../src/office/lib/async';
import { eachInSlices } from '../../../src/office/lib/in-slices';

/** Time that passes by the work alone, 3 ms for each item. */
const world = () => {
  const told: string[] = [];
  let ms = 0;
  const wait: SetTimer = (_, run) => {
    told.push('pause');
    queueMicrotask(run);
    return () => undefined;
  };
  const act = (item: number): void => {
    told.push(String(item));
    ms += 3;
  };
  return { told, wait, act, now: () => ms };
};

it('lets the page have a turn whenever a slice has taken its time', async () => {
  const { told, act, ...how } = world();
  const paused: number[] = [];
  expect(await eachInSlices([1, 2, 3, 4, 5], act, { ...how, sliceMs: 6, onPause: (done) => paused.push(done) })).toBe(
    true,
  );
  expect(told.join(' ')).toBe('1 2 pause 3 4 pause 5');
  expect(paused).toEqual([2, 4]);
});

it('ends before its next slice when nobody wants it any more', async () => {
  const { told, act, ...how } = world();
  const left = new AbortController();
  const done = eachInSlices([1, 2, 3, 4], act, {
    ...how,
    sliceMs: 6,
    signal: left.signal,
    onPause: () => left.abort(),
  });
  expect(await done).toBe(false);
  expect(told.join(' ')).toBe('1 2 pause');
});
