/**
 * y[t] = x[t + 1] − c · x[t] over a stream: raises high frequencies, and gives one sample less than it gets.
 * @returns takes the next samples, gives what they make known
 */
export function createPreEmphasis(coefficient: number): (samples: Float32Array) => Float32Array {
  let last: number | null = null;
  return (samples) => {
    const isFirst = last === null;
    const emphasised = new Float32Array(Math.max(0, samples.length - Number(isFirst)));
    let before = last ?? samples[0] ?? 0;
    for (let index = 0, next = Number(isFirst); index < emphasised.length; index++, next++) {
      const sample = samples[next] as number;
      emphasised[index] = sample - coefficient * before;
      before = sample;
    }
    last = samples.at(-1) ?? last;
    return emphasised;
  };
}
