import type { MessageEntry } from '../protocol/events';
import { functionEntry } from '../protocol/events';
import { formatAddress } from '../workbook/address';
import type { Caller, CallPort, Invocation } from './calls';
import { invocationFlags } from './metadata';

/** Makes a message of what is sent; a sheet's name is known only then. */
type Message = (sheetName: SheetName) => MessageEntry;
type SheetName = (sheetId: string) => string;

/** Carries calls to the add-in: those of one evaluation together, and none before its functions are ready. */
export class FunctionTransport implements CallPort {
  readonly #send: (entries: readonly MessageEntry[]) => void;
  #queue: Message[] = [];
  #sheetName: SheetName | undefined;
  #scheduled = false;

  constructor(send: (entries: readonly MessageEntry[]) => void) {
    this.#send = send;
  }

  /** The add-in's functions can be called from now on. */
  ready(sheetName: SheetName): void {
    this.#sheetName = sheetName;
    this.#schedule();
  }

  invoke({ id, definition, parameters, caller }: Invocation): void {
    const flags = invocationFlags(definition);
    this.#add((sheetName) => {
      const address = definition.options.requiresAddress ? addressOf(caller, sheetName) : null;
      return functionEntry(1000, [id, definition.id, parameters, address, flags, null]);
    });
  }

  cancel(id: number): void {
    this.#add(() => functionEntry(1001, { invocationId: id }));
  }

  #add(message: Message): void {
    this.#queue.push(message);
    this.#schedule();
  }

  #schedule(): void {
    const sheetName = this.#sheetName;
    if (!sheetName || this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      const entries = this.#queue.splice(0).map((message) => message(sheetName));
      if (entries.length > 0) this.#send(entries);
    });
  }
}

function addressOf({ sheetId, row, col }: Caller, sheetName: SheetName): string {
  const zone = { top: row, bottom: row, left: col, right: col };
  return formatAddress(sheetName(sheetId), zone, { rows: Infinity, columns: Infinity });
}
