import { FailureError } from '../../core/domain/failure';
import { countText } from '../../core/windows/query-size';

const stopped = (): FailureError =>
  new FailureError({
    code: 'unavailable',
    message: "The add-in's server is restarting.",
    advice: 'Try again in a minute.',
  });

const tooMany = (most: number): FailureError =>
  new FailureError({
    code: 'throttled',
    message: `The add-in's server is already answering ${countText(most)} queries for you, the most for one person.`,
    advice: 'Refresh when some of them have finished.',
  });

/** The running queries: bounded for each person, and failed in words when the relay stops. */
export class RunningQueries {
  readonly #byPerson = new Map<string, number>();
  readonly #questions = new Set<AbortController>();
  #stopping = false;
  readonly #mostOfPerson: number;

  /**
   * @param mostOfPerson the most queries of one person that run at once
   * @default Infinity
   */
  constructor(mostOfPerson = Infinity) {
    this.#mostOfPerson = mostOfPerson;
  }

  /** Whether the relay is shutting down and accepts no more queries. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** The number of running queries. */
  get count(): number {
    return this.#questions.size;
  }

  /**
   * Checks whether a person may run one more query.
   * @throws {FailureError} `throttled` when they may not
   */
  mustHaveRoom(person: string): void {
    if ((this.#byPerson.get(person) ?? 0) >= this.#mostOfPerson) throw tooMany(this.#mostOfPerson);
  }

  /**
   * Runs a person's query.
   *
   * @param query the query's controller. The caller aborts it when the reader leaves; `endAll` aborts it, too.
   * @returns the result of `work`
   * @throws {FailureError} `throttled` when the person already runs as many queries as allowed; the failure of `work`
   */
  async run<T>(person: string, query: AbortController, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.mustHaveRoom(person);
    this.#questions.add(query);
    this.#count(person, 1);
    try {
      return await work(query.signal);
    } finally {
      this.#questions.delete(query);
      this.#count(person, -1);
    }
  }

  #count(person: string, more: 1 | -1): void {
    const count = (this.#byPerson.get(person) ?? 0) + more;
    if (count === 0) this.#byPerson.delete(person);
    else this.#byPerson.set(person, count);
  }

  /** Makes `stopping` true. Running queries go on. */
  beginShutdown(): void {
    this.#stopping = true;
  }

  /** Fails all running queries as `unavailable`. */
  endAll(): void {
    for (const query of this.#questions) query.abort(stopped());
  }
}
