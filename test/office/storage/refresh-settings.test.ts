import { beforeEach, expect, it } from 'vitest';
import { createRefreshChoice } from '../../../src/office/storage/refresh-settings';

const kept = new Map<string, unknown>();
let saves: boolean;
const choice = () =>
  createRefreshChoice(() => ({
    get: (name) => kept.get(name),
    set: (name, value) => void kept.set(name, value),
    remove: (name) => void kept.delete(name),
    saveAsync: (done) => {
      const { Succeeded, Failed } = Office.AsyncResultStatus;
      done({ status: saves ? Succeeded : Failed });
    },
  }));

beforeEach(() => {
  kept.clear();
  saves = true;
  Object.assign(globalThis, { Office: { AsyncResultStatus: { Succeeded: 'succeeded', Failed: 'failed' } } });
});

it('a workbook refreshes by itself only where somebody has chosen that, and keeps the choice', async () => {
  const here = choice();
  expect(here.get()).toEqual({ onOpen: false, everyMinutes: 0 });
  await here.choose({ everyMinutes: 15 });
  await here.choose({ onOpen: true });
  expect(choice().get()).toEqual({ onOpen: true, everyMinutes: 15 });
  await here.choose({ onOpen: false, everyMinutes: 0 });
  expect(kept.size).toBe(0);
});

it('an unknown setting counts as missing', () => {
  kept.set('skill-metrics-refresh', { onOpen: true, everyMinutes: 1 });
  expect(choice().get()).toEqual({ onOpen: false, everyMinutes: 0 });
});

it('a workbook that keeps nothing says so, and the choice holds until it is closed', async () => {
  saves = false;
  const here = choice();
  await expect(here.choose({ onOpen: true })).rejects.toMatchObject({ failure: { code: 'forbidden' } });
  expect(here.get().onOpen).toBe(true);
});
