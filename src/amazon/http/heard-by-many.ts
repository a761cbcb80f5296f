import { setMaxListeners } from 'node:events';

/** A controller whose signal all requests of a question, or of a person, listen to: Node takes eleven listeners for a leak. */
export const heardByMany = (): AbortController => {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
};
