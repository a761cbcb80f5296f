import type { MiddlewareHandler } from 'hono';
import { dialogPage } from './dialog-page';
import type { Env } from './env';
import { retryAfter, tooMany, tooManyFailure } from './problem';
import type { InboundLimits } from './inbound-limits';

/** Where a person looks at the answer, in the sign-in window. */
const shown = /^\/auth\/(start|callback)$/;

/** Refuses what one address asks beyond its limit: with a page in the sign-in window, with a problem document elsewhere. */
export const limitAddresses =
  (inbound: InboundLimits, pagesFolder: string): MiddlewareHandler<Env> =>
  async (context, next) => {
    const { path } = context.req;
    const refusal = inbound.ofAddress(context.env.incoming, path);
    if (refusal === undefined) return next();
    if (!shown.test(path) || context.req.header('Accept')?.includes('text/html') !== true) return tooMany(refusal);
    const { code, message, advice } = tooManyFailure(refusal);
    const page = await dialogPage(pagesFolder, { error: code, message: `${message} ${advice}` });
    return context.html(page, 429, { 'Retry-After': retryAfter(refusal), 'Cache-Control': 'no-store' });
  };
