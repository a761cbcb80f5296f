import type { Clock } from '../../lib/clock';
import { AnswerStream } from './answer-stream';

/** The streams that are being answered, by the session that opened them: nobody else may add to one or cancel on it. */
export class OpenStreams {
  readonly #every: Clock['every'];
  readonly #bySession = new Map<string, Map<string, AnswerStream>>();

  constructor(every: Clock['every']) {
    this.#every = every;
  }

  /** The first of the session's streams with one of these names. */
  find(session: string, names: readonly string[]): AnswerStream | undefined {
    const open = this.#bySession.get(session);
    const name = names.find((one) => open?.has(one));
    return name === undefined ? undefined : open?.get(name);
  }

  open(session: string, name: string): AnswerStream {
    const open = this.#bySession.get(session) ?? new Map<string, AnswerStream>();
    this.#bySession.set(session, open);
    const onEnd = (): void => {
      open.delete(name);
      if (open.size === 0 && this.#bySession.get(session) === open) this.#bySession.delete(session);
    };
    const stream = new AnswerStream(name, { every: this.#every, onEnd });
    open.set(name, stream);
    return stream;
  }

  /** Cancels the session's queries of these ids; what is not known here has been answered, or is another relay's. */
  cancel(session: string, ids: readonly string[]): void {
    for (const stream of this.#bySession.get(session)?.values() ?? []) for (const id of ids) stream.cancel(id);
  }
}
