/** FFmpeg ended with an error; what it gave before is right. */
export class IncompleteError extends Error {}

/**
 * The bytes of the quick way; where that ends early or gives nothing, the usual one goes on behind them. Both give the
 * same bytes.
 * @throws what `usual` throws, and what `quick` does but for {@link IncompleteError}
 */
export async function* quickFirst(
  quick: () => AsyncIterable<Uint8Array>,
  usual: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let given = 0;
  try {
    for await (const bytes of quick()) {
      given += bytes.byteLength;
      yield bytes;
    }
    if (given > 0) return;
  } catch (error) {
    if (!(error instanceof IncompleteError)) throw error;
  }
  yield* behind(usual(), given);
}

async function* behind(source: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const bytes of source) {
    if (bytes.byteLength > left) yield bytes.subarray(left);
    left = Math.max(0, left - bytes.byteLength);
  }
}
