/** The orthonormal DCT-II, as a matrix [coefficients][bands]: librosa's `dct_type=2, norm="ortho"`. */
export function dctMatrix(coefficients: number, bands: number): Float64Array[] {
  return cosineMatrix(coefficients, bands).map((row, k) =>
    row.map((cosine) => Math.sqrt((k === 0 ? 1 : 2) / bands) * cosine),
  );
}

/** The same not scaled: [coefficients][bands] of cos(π·k·(2n + 1)/2B). */
export function cosineMatrix(coefficients: number, bands: number): Float64Array[] {
  return Array.from({ length: coefficients }, (_, k) =>
    Float64Array.from({ length: bands }, (_value, n) => Math.cos((Math.PI * k * (2 * n + 1)) / (2 * bands))),
  );
}

/**
 * Mel-frequency cepstral coefficients of one frame.
 * @param decibels [bands] relative to power 1
 * @param floor decibels below which values are clamped: the loudest of the whole signal less 80 (`top_db`)
 */
export function mfccOf(decibels: ArrayLike<number>, floor: number, matrix: readonly Float64Array[]): Float64Array {
  return Float64Array.from(matrix, (row) => {
    let sum = 0;
    for (let band = 0; band < row.length; band++)
      sum += (row[band] as number) * Math.max(floor, decibels[band] as number);
    return sum;
  });
}
