/** For what some hosts leave out, whatever the types say. */
export const whereTold = <T>(value: T): T | undefined => value;
