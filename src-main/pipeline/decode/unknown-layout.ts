import { UnknownLayoutError } from './decode-failure.ts';

/** FFmpeg's filters mix no more. */
const MOST_CHANNELS = 64;

/**
 * FFmpeg's filter that mixes channels of which nobody knows the place: their mean, on either side where two are wanted.
 * `<` has FFmpeg divide by the number of channels.
 * @param from channels of the file
 */
export function panFilter(from: number, to: 1 | 2): string {
  const mean = Array.from({ length: from }, (_, channel) => `c${channel}`).join('+');
  return to === 1 ? `pan=mono|c0<${mean}` : `pan=stereo|c0<${mean}|c1<${mean}`;
}

/**
 * Runs FFmpeg with its own mixing, and once more with ours where it knows none.
 * @param run given filters to put before all others, each with its comma
 * @throws AppError channels-unsupported where they are too many
 */
export async function* withKnownLayout(
  to: 1 | 2,
  run: (filters: string) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* run('');
  } catch (error) {
    if (!(error instanceof UnknownLayoutError) || error.channels > MOST_CHANNELS) throw error;
    yield* run(`${panFilter(error.channels, to)},`);
  }
}
