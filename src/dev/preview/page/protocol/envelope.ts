import * as v from 'valibot';

/** A request that office.js posts to its host. Kinds of action: 0 call, 1 register for an event, 2 unregister. */
const request = v.object({
  _messageType: v.literal(0),
  _actionName: v.string(),
  _actionType: v.picklist([0, 1, 2]),
  _conversationId: v.string(),
  _correlationId: v.number(),
  _data: v.optional(v.unknown()),
});

export type HostRequest = v.InferOutput<typeof request>;

const json = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      const value: unknown = JSON.parse(dataset.value);
      return value;
    } catch {
      addIssue({ message: 'no JSON' });
      return NEVER;
    }
  }),
);

/** Reads a posted message; `undefined` for what is no request of office.js's. */
export function readRequest(data: unknown): HostRequest | undefined {
  const parsed = v.safeParse(v.pipe(json, request), data);
  return parsed.success ? parsed.output : undefined;
}

/** The text that answers a request. `errorCode` 0 is success, -2 "error handling the request" (office.js's InvokeResultCode). */
export function answerTo(request: HostRequest, data: unknown, errorCode = 0): string {
  return response(request._conversationId, request._actionName, request._correlationId, 0, data, errorCode);
}

/** The text that tells a registered event. */
export function eventFor(conversationId: string, name: string, data: unknown): string {
  return response(conversationId, name, -1, 1, data, 0);
}

function response(
  conversationId: string,
  name: string,
  correlationId: number,
  responseType: 0 | 1,
  data: unknown,
  errorCode: number,
): string {
  return JSON.stringify({
    _messageType: 1,
    _actionName: name,
    _conversationId: conversationId,
    _correlationId: correlationId,
    _errorCode: errorCode,
    _responseType: responseType,
    _data: data,
    _origin: location.origin,
    _serializerVersion: 1,
  });
}
