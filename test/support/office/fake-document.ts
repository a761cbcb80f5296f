import type { DocumentEvents } from '../../../src/office/workbook/selection';

export interface FakeDocument extends DocumentEvents {
  /** Tells that the selection has changed. */
  select(): void;
  readonly listeners: number;
}

/** Office's events of the document. */
export const fakeDocument = (): FakeDocument => {
  const context = { requirements: { isSetSupported: () => false } };
  const EventType = { DocumentSelectionChanged: 'documentSelectionChanged' };
  Object.assign(globalThis, { Office: { context, EventType } });
  const listeners = new Set<() => void>();
  return {
    addHandlerAsync: (_, hear) => void listeners.add(hear),
    removeHandlerAsync: (_, { handler }) => void listeners.delete(handler),
    select: () => {
      for (const hear of listeners) hear();
    },
    get listeners() {
      return listeners.size;
    },
  };
};
