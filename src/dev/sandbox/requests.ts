/** One request, as it was answered. */
export interface Entry {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Left out as long as there is no answer. */
  status?: number;
}

const skillIn = (path: string): string | undefined => /^\/v1\/skills\/([^/]+)\//.exec(path)?.[1];

/** As many as are kept: a sandbox may run for days. */
const most = 100_000;

/** What has been asked of the sandbox, for tests and benchmarks: the latest requests. */
export class RequestLog {
  readonly #list: Entry[] = [];
  #inFlight = 0;
  #peak = 0;

  /** In the order of arrival. */
  get entries(): readonly Readonly<Entry>[] {
    return this.#list;
  }

  /** The most requests that were under way at once. */
  get maxInFlight(): number {
    return this.#peak;
  }

  /** Questions for a skill's metrics; without an id, for any skill's. */
  metricsOf(skillId?: string): readonly Readonly<Entry>[] {
    return this.#list.filter(
      ({ path }) => path.endsWith('/metrics') && (skillId === undefined || skillIn(path) === skillId),
    );
  }

  clear(): void {
    this.#list.length = 0;
    this.#peak = this.#inFlight;
  }

  /** Notes a request; what it gives back notes the answer. */
  begin(entry: Entry): (status: number) => void {
    if (this.#list.length === most) this.#list.splice(0, most / 2);
    this.#list.push(entry);
    this.#inFlight += 1;
    this.#peak = Math.max(this.#peak, this.#inFlight);
    return (status) => {
      entry.status = status;
      this.#inFlight -= 1;
    };
  }
}
