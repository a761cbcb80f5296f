import { FailureError } from '../core/failure';

const stopped = (): FailureError =>
  new FailureError({
    code: 'unavailable',
    message: "The add-in's server is restarting.",
    advice: 'Try again in a minute.',
  });

/** The questions that are being answered, so that the relay can stop without leaving one without an answer. */
export class Running {
  readonly #questions = new Set<AbortController>();
  #stopping = false;

  /** Whether the relay takes no more work. */
  get stopping(): boolean {
    return this.#stopping;
  }

  get count(): number {
    return this.#questions.size;
  }

  /** Runs a question with a signal that is aborted when its asker leaves, and when the relay can wait no longer. */
  async run<T>(left: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const question = new AbortController();
    const leave = (): void => question.abort(left.reason);
    if (left.aborted) leave();
    left.addEventListener('abort', leave);
    this.#questions.add(question);
    try {
      return await work(question.signal);
    } finally {
      left.removeEventListener('abort', leave);
      this.#questions.delete(question);
    }
  }

  beginStopping(): void {
    this.#stopping = true;
  }

  /** Ends what still runs, as `unavailable`. */
  endAll(): void {
    for (const question of this.#questions) question.abort(stopped());
  }
}
