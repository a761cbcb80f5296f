import { UnknownMember } from '../objects/define';
import type { HostRequest } from './envelope';
import { answerTo, eventFor, readRequest } from './envelope';

/** office.js's InvokeResultCode for a request that its host could not serve. */
const errorHandlingRequest = -2;

/** Answers one request, at once or by a promise; what it throws is told to the add-in and reported. */
export type Serve = (request: HostRequest) => unknown;

/**
 * The exchange of messages with the add-in's frame. office.js speaks JSON texts by `postMessage`; the host answers each request
 * and tells the events that the add-in registered for.
 */
export class Conversation {
  readonly #frame: HTMLIFrameElement;
  readonly #addinOrigin: string;
  readonly #registered = new Set<string>();
  readonly #waiting: { readonly name: string; readonly data: unknown }[] = [];

  constructor(
    frame: HTMLIFrameElement,
    readonly id: string,
    addinOrigin: string,
    serve: Serve,
    report: (problem: string) => void,
  ) {
    this.#frame = frame;
    this.#addinOrigin = addinOrigin;
    window.addEventListener('message', (event) => {
      if (event.source !== frame.contentWindow || event.origin !== addinOrigin) return;
      const request = readRequest(event.data);
      if (request?._conversationId === id) this.#answer(request, serve, report);
    });
  }

  /** Tells an event; before the add-in has registered for it, it waits. */
  tell(name: string, data: unknown): void {
    if (this.#registered.has(name)) this.#post(eventFor(this.id, name, data));
    else this.#waiting.push({ name, data });
  }

  /** Tells an event to an add-in that has registered for it, and to no other. */
  tellIfRegistered(name: string, data: unknown): void {
    if (this.#registered.has(name)) this.tell(name, data);
  }

  #answer(request: HostRequest, serve: Serve, report: (problem: string) => void): void {
    const fail = (error: unknown): void => {
      report(error instanceof Error ? error.message : String(error));
      this.#post(answerTo(request, String(error), errorHandlingRequest));
    };
    try {
      const answer = request._actionType === 0 ? serve(request) : this.#register(request);
      if (answer instanceof Promise) answer.then((later) => this.#post(answerTo(request, later)), fail);
      else if (answer !== undefined) this.#post(answerTo(request, answer));
    } catch (error) {
      fail(error);
    }
  }

  #register({ _actionName: name, _actionType: type }: HostRequest): unknown {
    if (!knownEvents.has(name)) throw new UnknownMember(`the event ${name}`);
    if (type === 2) this.#registered.delete(name);
    else queueMicrotask(() => this.#flush(name));
    return { Error: 0 };
  }

  #flush(name: string): void {
    this.#registered.add(name);
    for (const waiting of this.#waiting.splice(0)) this.tell(waiting.name, waiting.data);
  }

  #post(message: string): void {
    this.#frame.contentWindow?.postMessage(message, this.#addinOrigin);
  }
}

const knownEvents = new Set([
  'appCommandInvoked',
  'richApiMessage',
  'documentSelectionChanged',
  'settingsChanged',
  // Registered before a pop-up opens; raised only by hosts that show a notice of their own instead.
  'dialogNotificationShown',
]);
