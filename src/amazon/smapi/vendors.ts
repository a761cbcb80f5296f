/**
 * GET /v1/vendors.
 *
 * @see Amazon, "Vendor Operations"
 */
import * as v from 'valibot';
import { pathOf } from '../http/endpoint';
import { readResponse, type SmapiResponse } from '../http/response';
import type { Ask } from './send';

/** An organization that owns skills. */
export interface Vendor {
  readonly id: string;
  readonly name: string;
}

/** The request for an account's vendors. */
export const askVendors = (): Ask => ({
  path: pathOf('v1', 'vendors'),
  params: {},
  what: "this account's vendors",
  check: 'Sign in with the account of an Alexa developer.',
});

const vendors = v.object({
  vendors: v.array(v.object({ id: v.string(), name: v.nullish(v.string()) })),
});

/**
 * The vendors of an account. The name of a vendor without one is its ID.
 *
 * @throws {FailureError} `bad_answer`, if the answer isn't a list of vendors
 */
export const readVendors = (answer: SmapiResponse): readonly Vendor[] =>
  readResponse(vendors, answer).vendors.map(({ id, name }) => ({ id, name: name ?? id }));
