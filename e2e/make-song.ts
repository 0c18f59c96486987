const SAMPLE_RATE = 22_050;
const BEAT_SECONDS = 0.5;
/** Chords as semitones above A2, a bar each. */
const CHORDS = [
  [0, 7, 12, 15, 19],
  [-4, 3, 8, 12, 15],
  [3, 10, 15, 19, 22],
  [-2, 5, 10, 14, 17],
];
const BARS = 4;

/** A made-up piece with bass, arpeggios, drums and quiet parts: something to see in a spectrogram. [samples] */
export function composeSong(seconds: number): Float32Array {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return Float32Array.from({ length: Math.round(seconds * SAMPLE_RATE) }, (_, index) => {
    const time = index / SAMPLE_RATE;
    const bar = Math.floor(time / (BEAT_SECONDS * BARS));
    const chord = CHORDS[bar % CHORDS.length] ?? [];
    const part = Math.floor(bar / 8) % 4;
    const voices = [
      bass(time, chord),
      part === 0 ? 0 : arpeggio(time, chord),
      part === 2 ? 0 : drums(time, random()),
      part === 3 ? pad(time, chord) : 0,
    ];
    return 0.3 * voices.reduce((sum, voice) => sum + voice, 0);
  });
}

function hertz(semitones: number): number {
  return 110 * 2 ** (semitones / 12);
}

function bass(time: number, [root = 0]: readonly number[]): number {
  const phase = (time * hertz(root - 12)) % 1;
  return 0.6 * (2 * phase - 1) * Math.exp(-2 * (time % BEAT_SECONDS));
}

function arpeggio(time: number, chord: readonly number[]): number {
  const step = BEAT_SECONDS / 4;
  const note = hertz((chord[Math.floor(time / step) % chord.length] ?? 0) + 12);
  const decay = Math.exp(-9 * (time % step));
  return (
    0.5 *
    decay *
    [1, 2, 3, 4, 5].reduce((sum, harmonic) => sum + Math.sin(2 * Math.PI * note * harmonic * time) / harmonic, 0)
  );
}

function drums(time: number, noise: number): number {
  const beat = time % (2 * BEAT_SECONDS);
  const kick = Math.sin(2 * Math.PI * 55 * beat * (1 + 2 * Math.exp(-40 * beat))) * Math.exp(-12 * beat);
  const snare = beat > BEAT_SECONDS ? noise * Math.exp(-18 * (beat - BEAT_SECONDS)) : 0;
  const hat = 0.25 * noise * Math.exp(-60 * (time % (BEAT_SECONDS / 2)));
  return kick + snare + hat;
}

function pad(time: number, chord: readonly number[]): number {
  const vibrato = 0.004 * Math.sin(2 * Math.PI * 5 * time);
  return chord.reduce((sum, note) => sum + 0.12 * Math.sin(2 * Math.PI * hertz(note + 24) * (time + vibrato / 5)), 0);
}
