import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { maxBatchBytes } from '../../core/protocol/batch';
import { tooLong } from './problem';

/** Node itself refuses headers beyond 16 KB, without a message. */
const maxUrl = 8_192;
const maxBody = 4_096;

/** Refuses URLs longer than any query needs, with a problem document of status 414. */
export const limitUrl: MiddlewareHandler = async (context, next) =>
  context.req.url.length > maxUrl ? tooLong(414, 'Ask for fewer metrics, intents or locales at once.') : next();

/** Refuses bodies longer than the add-in sends, with a problem document of status 413. */
export const limitBody: MiddlewareHandler = bodyLimit({
  maxSize: maxBody,
  onError: () => tooLong(413, 'Reload the add-in and try again.'),
});

/** Refuses batches of queries longer than the add-in sends, with a problem document of status 413. */
export const limitBatch: MiddlewareHandler = bodyLimit({
  maxSize: maxBatchBytes,
  onError: () => tooLong(413, 'Ask fewer questions in one call.'),
});
