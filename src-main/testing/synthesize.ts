/** What a generated sound is made of; frequencies in Hz. */
export interface SoundOptions {
  readonly seconds: number;
  readonly sampleRate?: number;
  readonly channels?: 1 | 2;
  readonly frequencies?: readonly number[];
  /** Of all tones together, 0 to 1. */
  readonly amplitude?: number;
  readonly noise?: number;
  /** Every second the tones are this much higher, so that a sound tells its time. */
  readonly hertzPerSecond?: number;
}

/** Tones and seeded noise, one array a channel. */
export function synthesize(options: SoundOptions): Float32Array[] {
  const {
    seconds,
    sampleRate = 22_050,
    channels = 1,
    frequencies = [220, 440, 880],
    amplitude = 0.5,
    noise = 0.02,
    hertzPerSecond = 0,
  } = options;
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return Array.from({ length: channels }, (_channel, channel) =>
    Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_sample, index) => {
      const rise = hertzPerSecond * Math.floor(index / sampleRate);
      const tones = frequencies.reduce(
        (sum, frequency) => sum + Math.sin((2 * Math.PI * (frequency + rise) * (channel + 1) * index) / sampleRate),
        0,
      );
      return (amplitude * tones) / Math.max(1, frequencies.length) + noise * random();
    }),
  );
}

/** A 16-bit WAV file of a generated sound. */
export function synthesizeWav(options: SoundOptions): Uint8Array {
  return encodeWav(synthesize(options), options.sampleRate ?? 22_050);
}

/** A 16-bit WAV file of samples, one array a channel. */
export function encodeWav(channels: readonly Float32Array[], sampleRate: number): Uint8Array {
  const frames = channels[0]?.length ?? 0;
  const blockAlign = channels.length * 2;
  const bytes = new Uint8Array(44 + frames * blockAlign);
  const view = new DataView(bytes.buffer);
  const ascii = (offset: number, text: string) => bytes.set(new TextEncoder().encode(text), offset);
  ascii(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  ascii(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * blockAlign, true);
  view.setUint16(32, blockAlign, true);
  view.setUint16(34, 16, true);
  ascii(36, 'data');
  view.setUint32(40, frames * blockAlign, true);
  channels.forEach((samples, channel) => {
    samples.forEach((sample, index) =>
      view.setInt16(
        44 + index * blockAlign + channel * 2,
        Math.round(Math.max(-1, Math.min(1, sample)) * 32_767),
        true,
      ),
    );
  });
  return bytes;
}
