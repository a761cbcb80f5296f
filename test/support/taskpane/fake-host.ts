import type { CellEditing } from '../../../src/office/excel/run';
import { createListeners } from '../../../src/office/lib/observable';
import type { Startup, StartupMark } from '../../../src/office/storage/startup';

export interface FakeEditing extends CellEditing {
  become(waitedFor: boolean): void;
}

/** Somebody who types when the test says so. */
export const fakeEditing = (): FakeEditing => {
  const listeners = createListeners<undefined>();
  let waitedFor = false;
  return {
    isWaitedFor: () => waitedFor,
    subscribe: (listener) => listeners.add(listener),
    become: (next) => {
      waitedFor = next;
      listeners.notify(undefined);
    },
  };
};

export interface FakeStartup extends Startup {
  /** What was chosen, in its order. */
  readonly chosen: boolean[];
}

/** A workbook with a mark of the test's. */
export const fakeStartup = (initial: StartupMark): FakeStartup => {
  const listeners = createListeners<undefined>();
  const chosen: boolean[] = [];
  let state = initial;
  return {
    chosen,
    state: () => state,
    subscribe: (listener) => listeners.add(listener),
    read: () => Promise.resolve(),
    mark: () => Promise.resolve(),
    choose: (marked) => {
      chosen.push(marked);
      state = marked ? 'marked' : 'unwanted';
      listeners.notify(undefined);
      return Promise.resolve();
    },
  };
};
