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

/** The queries that are being answered: so many for one person, and when the relay stops, none without an answer. */
export class RunningQueries {
  readonly #byPerson = new Map<string, number>();
  readonly #questions = new Set<AbortController>();
  #stopping = false;

  /** `mostOfPerson`: queries of one person that run at once, at most. */
  constructor(private readonly mostOfPerson = Infinity) {}

  /** Whether the relay takes no more work. */
  get stopping(): boolean {
    return this.#stopping;
  }

  get count(): number {
    return this.#questions.size;
  }

  /** Throws a FailureError `throttled` where a person has as many queries under way as one may have. */
  mustHaveRoom(person: string): void {
    if ((this.#byPerson.get(person) ?? 0) >= this.mostOfPerson) throw tooMany(this.mostOfPerson);
  }

  /**
   * Runs a person's query, and aborts its controller when the relay can wait no longer; whoever leaves aborts it, too.
   * Rejects with a FailureError `throttled` where the person has as many under way as one may have.
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

  beginShutdown(): void {
    this.#stopping = true;
  }

  /** Ends what still runs, as `unavailable`. */
  endAll(): void {
    for (const query of this.#questions) query.abort(stopped());
  }
}
