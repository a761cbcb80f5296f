/** What the benchmark says to the sandbox's process, and hears from it. */
import * as v from 'valibot';

const order = v.picklist(['address', 'refresh token', 'requests', 'forget requests', 'throttle the next request']);
export type Order = v.InferOutput<typeof order>;
export const readOrder = (message: unknown): Order => v.parse(order, message);

const reply = v.object({
  text: v.optional(v.string(), ''),
  /** Queries for metrics, in the order of their coming; milliseconds since 1970. */
  requests: v.optional(v.array(v.object({ at: v.number(), status: v.number() })), []),
});
export type Reply = v.InferInput<typeof reply>;
export const readReply = (message: unknown): v.InferOutput<typeof reply> => v.parse(reply, message);
