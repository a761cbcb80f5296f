import { expect, it } from 'vitest';
import type { RangeSize } from '../../../../src/office/workbook/placement';
import { createSizeReader } from '../../../../src/taskpane/features/manager/size-reader';
import { createManualClock } from '../../../support/office/manual-clock';

const one: RangeSize = { rows: 1, columns: 1 };
const table: RangeSize = { rows: 33, columns: 2 };

/** A sheet on which formulas fill what `sizes` says, and a reader of it. */
const world = () => {
  const clock = createManualClock();
  const sizes = new Map<string, RangeSize>();
  const looks: string[] = [];
  let known: ReadonlyMap<string, RangeSize> = new Map();
  const reader = createSizeReader({
    read: (addresses) => {
      looks.push(`${clock.now()}: ${addresses.join()}`);
      return Promise.resolve(new Map(addresses.flatMap((address) => [[address, sizes.get(address) ?? one] as const])));
    },
    wait: clock.setTimer,
    onRead: (next) => void (known = next),
  });
  return { clock, sizes, looks, reader, known: () => known };
};

it('reads the sizes of all formulas once', async () => {
  const { clock, looks, reader, known, sizes } = world();
  sizes.set('A1', table);
  reader.look(['A1', 'B1']);
  await clock.advance(60_000);
  expect(looks).toEqual(['300: A1,B1']);
  expect([...known()]).toEqual([
    ['A1', table],
    ['B1', one],
  ]);
});

it('looks again at a formula that was answered until its cells are there', async () => {
  const { clock, sizes, looks, reader, known } = world();
  reader.follow(['A1']);
  reader.look(['A1', 'B1']);
  await clock.advance(900);
  expect(known().get('A1')).toEqual(one);
  sizes.set('A1', table);
  await clock.advance(60_000);
  expect(looks).toEqual(['300: A1,B1', '1000: A1']);
  expect(known().get('A1')).toEqual(table);
  // A day more after a refresh.
  reader.follow(['A1']);
  await clock.advance(500);
  sizes.set('A1', { rows: 34, columns: 2 });
  await clock.advance(60_000);
  expect(known().get('A1')).toEqual({ rows: 34, columns: 2 });
});

it('gives up after some looks where a formula stays one cell', async () => {
  const { clock, looks, reader } = world();
  reader.follow(['A1']);
  await clock.advance(600_000);
  expect(looks).toEqual(['300: A1', '1000: A1', '3000: A1', '7000: A1']);
  expect(clock.pending()).toBe(0);
});

it('reads nothing more once it is ended', async () => {
  const { clock, looks, reader, known } = world();
  reader.follow(['A1']);
  await clock.advance(300);
  reader.end();
  await clock.advance(600_000);
  expect(looks).toEqual(['300: A1']);
  expect(known().size).toBe(1);
});
