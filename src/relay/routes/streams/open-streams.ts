import type { Clock } from '../../lib/clock';
import { AnswerStream } from './answer-stream';

/** The open streams, by session: only the session that opened a stream may add queries to it or cancel them. */
export class OpenStreams {
  readonly #every: Clock['every'];
  readonly #bySession = new Map<string, Map<string, AnswerStream>>();

  constructor(every: Clock['every']) {
    this.#every = every;
  }

  /** The session's open stream with the first of these names that exists; undefined when none does. */
  find(session: string, names: readonly string[]): AnswerStream | undefined {
    const open = this.#bySession.get(session);
    const name = names.find((one) => open?.has(one));
    return name === undefined ? undefined : open?.get(name);
  }

  /** Opens a stream. It is forgotten when it ends. */
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

  /**
   * Cancels the session's queries with these IDs. Unknown IDs are ignored: they are answered, or run on another relay.
   */
  cancel(session: string, ids: readonly string[]): void {
    for (const stream of this.#bySession.get(session)?.values() ?? []) for (const id of ids) stream.cancel(id);
  }
}
