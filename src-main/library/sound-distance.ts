/**
 * The mean over the models of 1 − cos, 0 for the same direction and 2 for opposite ones; 1 where one has no length.
 * @param sizes each model's numbers
 */
export function distanceBetween(a: Float32Array, b: Float32Array, sizes: readonly number[]): number {
  let [start, sum] = [0, 0];
  for (const size of sizes) {
    sum += cosine(a, b, start, start + size);
    start += size;
  }
  return 1 - sum / Math.max(1, sizes.length);
}

function cosine(a: Float32Array, b: Float32Array, start: number, end: number): number {
  let [product, lengthA, lengthB] = [0, 0, 0];
  for (let index = start; index < end; index++) {
    const [x, y] = [a[index] as number, b[index] as number];
    product += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return product / Math.sqrt(lengthA * lengthB || 1);
}
