/**
 * Reads a stream of UTF-8 text line by line, without blank lines. Chunks may split lines and characters; the last line
 * may lack its line break. Ending the iteration cancels the stream.
 *
 * @param onArrival called for each chunk
 * @throws the error of the stream
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
