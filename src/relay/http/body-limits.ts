import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { maxBatchBytes } from '../../core/protocol/batch';
import { tooLong } from './problem';

/** Node refuses headers beyond 16 KB by itself, and without a word. */
const maxUrl = 8_192;
const maxBody = 4_096;

/** Refuses addresses longer than any that a query needs. */
export const limitUrl: MiddlewareHandler = async (context, next) =>
  context.req.url.length > maxUrl ? tooLong(414, 'Ask for fewer metrics, intents or locales at once.') : next();

/** Refuses bodies longer than any that the add-in sends. */
export const limitBody: MiddlewareHandler = bodyLimit({
  maxSize: maxBody,
  onError: () => tooLong(413, 'Reload the add-in and try again.'),
});

/** Refuses batches longer than any that the add-in sends. */
export const limitBatch: MiddlewareHandler = bodyLimit({
  maxSize: maxBatchBytes,
  onError: () => tooLong(413, 'Ask fewer questions in one call.'),
});
