/** The category of Excel's own events in office.js's message queue; 1 is custom functions. */
const eventCategory = 65_536;

/** Excel's events by their number on the wire. */
export const eventType = {
  changed: 10,
  activated: 11,
  deactivated: 12,
  added: 13,
  selectionChanged: 14,
  deleted: 15,
  nameChanged: 25,
  visibilityChanged: 65_539,
} as const;

export type EventName = keyof typeof eventType;

/** One entry of a `richApiMessage`: category, type, target, message, id, remote override. */
export type MessageEntry = readonly [number, number, string, string, number, boolean];

/** The target of events that a collection tells, office.js's `eventWorkbookId`. */
export const workbookTarget = 'Workbook';

/** An event for one target: a sheet's id, {@link workbookTarget}, or an empty text. */
export function eventEntry(name: EventName, target: string, message: unknown): MessageEntry {
  return [eventCategory, eventType[name], target, JSON.stringify(message), 0, false];
}

/** A message to the custom functions: 1000 calls, 1001 cancels. */
export function functionEntry(type: 1000 | 1001, message: unknown): MessageEntry {
  return [1, type, '', JSON.stringify(message), 0, false];
}
