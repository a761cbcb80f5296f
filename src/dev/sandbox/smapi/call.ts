import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Grant } from '../lwa/grants';

/** What a call of SMAPI knows by the time that it is answered. */
export interface SmapiEnv {
  Bindings: Partial<HttpBindings>;
  Variables: {
    grant: Grant;
    accessToken: string;
  };
}

export type Call = Context<SmapiEnv>;
