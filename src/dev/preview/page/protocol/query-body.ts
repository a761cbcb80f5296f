import * as v from 'valibot';

const argumentInfo = v.object({
  Arguments: v.optional(v.array(v.unknown()), []),
  ReferencedObjectPathIds: v.optional(v.nullable(v.array(v.unknown()))),
});

const objectPath = v.object({
  Id: v.number(),
  ObjectPathType: v.number(),
  Name: v.optional(v.string(), ''),
  ParentObjectPathId: v.optional(v.number()),
  ArgumentInfo: v.optional(argumentInfo, {}),
});

const action = v.object({
  Id: v.number(),
  ActionType: v.number(),
  Name: v.optional(v.string(), ''),
  ObjectPathId: v.optional(v.number()),
  ArgumentInfo: v.optional(argumentInfo, {}),
  QueryInfo: v.optional(v.object({ Select: v.optional(v.array(v.string())), Expand: v.optional(v.array(v.string())) })),
});

/** The body of a `ProcessQuery`: a program of actions on objects, each reached by a path. */
export const queryBody = v.object({
  Actions: v.array(action),
  ObjectPaths: v.record(v.string(), objectPath),
});

export type QueryBody = v.InferOutput<typeof queryBody>;
export type ObjectPath = v.InferOutput<typeof objectPath>;
export type Action = v.InferOutput<typeof action>;
export type ArgumentInfo = v.InferOutput<typeof argumentInfo>;
