/**
 * The lines of a stream of UTF-8 text, as they arrive; the last may lack its line break. Line breaks and characters may
 * be cut anywhere. Whoever stops listening cancels the stream.
 * @param onArrival hears of every part, whole line or not
 */
export async function* textLines(
  body: ReadableStream<Uint8Array>,
  onArrival: () => void = () => undefined,
): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      onArrival();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') yield line;
      if (done) break;
    }
    if (rest.trim() !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
