/** Amazon as a case's `amazon.json` has it, in the place of `fetch`. */
import type { Exchange } from './case-files';

export interface RecordedAmazon {
  readonly fetch: typeof fetch;
  /** Query parameters of each request so far. */
  readonly asked: readonly Readonly<Record<string, string>>[];
}

const fits = (asked: Readonly<Record<string, string>>, { request }: Exchange): boolean =>
  asked['nextToken'] === request['nextToken'] &&
  Object.entries(request).every(([name, value]) => asked[name] === value);

/** Answers each request with the first exchange that fits; throws where none does. */
export const recordedAmazon = (exchanges: readonly Exchange[]): RecordedAmazon => {
  const asked: Readonly<Record<string, string>>[] = [];
  return {
    asked,
    fetch: (input) => {
      const params = Object.fromEntries(new URL(input instanceof Request ? input.url : input).searchParams);
      asked.push(params);
      const found = exchanges.find((exchange) => fits(params, exchange));
      if (found === undefined) return Promise.reject(new Error(`not in amazon.json: ${JSON.stringify(params)}`));
      const headers = { 'x-amzn-requestid': `request-${asked.length}` };
      return Promise.resolve(Response.json(found.response, { status: found.status, headers }));
    },
  };
};
