/** Tells the pages that are open to reload themselves, by server-sent events. */
export class Reloads {
  readonly #pages = new Set<ReadableStreamDefaultController<string>>();

  /** A stream of events for one page. A page that has lost it asks again after a fifth of a second. */
  stream(): Response {
    let page: ReadableStreamDefaultController<string>;
    const events = new ReadableStream<string>({
      start: (controller) => {
        page = controller;
        page.enqueue('retry: 200\n\n');
        this.#pages.add(page);
      },
      cancel: () => {
        this.#pages.delete(page);
      },
    });
    const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' };
    return new Response(events.pipeThrough(new TextEncoderStream()), { headers });
  }

  /** Tells all pages. */
  tell(): void {
    for (const page of this.#pages) page.enqueue('data: reload\n\n');
  }

  /** Ends all streams. */
  end(): void {
    for (const page of this.#pages) page.close();
    this.#pages.clear();
  }
}
