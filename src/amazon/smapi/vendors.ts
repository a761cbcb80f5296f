/** GET /v1/vendors. Source: Amazon's page "Vendor Operations". */
import * as v from 'valibot';
import { readResponse, type SmapiResponse } from '../http/response';
import { pathOf } from '../http/endpoint';
import type { Ask } from './send';

/** An organisation that owns skills. */
export interface Vendor {
  readonly id: string;
  readonly name: string;
}

export const askVendors = (): Ask => ({
  path: pathOf('v1', 'vendors'),
  params: {},
  what: "this account's vendors",
  check: 'Sign in with the account of an Alexa developer.',
});

const vendors = v.object({
  vendors: v.array(v.object({ id: v.string(), name: v.nullish(v.string()) })),
});

/** A vendor without a name goes by its id. */
export const readVendors = (answer: SmapiResponse): readonly Vendor[] =>
  readResponse(vendors, answer).vendors.map(({ id, name }) => ({ id, name: name ?? id }));
