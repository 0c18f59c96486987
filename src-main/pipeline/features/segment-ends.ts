/** What frames see beyond the ends of a segment: silence, its outermost samples, or its samples in reverse. */
export type Padding = 'zero' | 'edge' | 'reflect';

/** How many samples next to an end decide what lies beyond it. */
export function samplesThatDecide(padding: Padding, length: number): number {
  if (padding === 'zero') return 0;
  return padding === 'edge' ? 1 : length + 1;
}

/** What lies before a segment. @param first its first samples, see {@link samplesThatDecide} @param length in samples */
export function before(padding: Padding, first: Float32Array, length: number): Float32Array {
  return after(padding, first.slice().reverse(), length).reverse();
}

/** What lies after a segment. @param last its last samples, see {@link samplesThatDecide} @param length in samples */
export function after(padding: Padding, last: Float32Array, length: number): Float32Array {
  const beyond = new Float32Array(length);
  const end = last.length - 1;
  if (padding === 'zero' || end < 0) return beyond;
  if (padding === 'edge') return beyond.fill(last[end] as number);
  // A segment shorter than the padding is reflected at its other end again.
  const period = Math.max(1, 2 * end);
  return beyond.map((_, index) => {
    const distance = (index + 1) % period;
    return last[end - Math.min(distance, period - distance)] as number;
  });
}
