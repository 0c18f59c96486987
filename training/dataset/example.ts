/** One clip: its picture and what its label allows. */
export interface Example {
  readonly id: string;
  /** Blank where unknown. */
  readonly artist: string;
  /** [rows, columns], row-major; decibels relative to the clip's loudest band, at most 0. */
  readonly decibels: Float32Array;
  readonly columns: number;
  /** Index of every genre that the label allows: one, or several for a partial label. */
  readonly allowed: readonly number[];
}

/** Averages neighbouring rows: [rows·group, columns] → [rows, columns]. */
export function averageRows(decibels: Float32Array, columns: number, group: number): Float32Array {
  const rows = decibels.length / columns / group;
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows * group; row++) {
    const target = Math.floor(row / group) * columns;
    for (let column = 0; column < columns; column++) {
      result[target + column] = (result[target + column] as number) + (decibels[row * columns + column] as number) / group;
    }
  }
  return result;
}

/** Mean and deviation of every row over all clips: what a model's input is normalised with. */
export function rowMoments(examples: readonly Example[], rows: number): { mean: number[]; deviation: number[] } {
  const sums = new Float64Array(rows);
  const squares = new Float64Array(rows);
  let count = 0;
  for (const { decibels, columns } of examples) {
    count += columns;
    for (let index = 0; index < decibels.length; index++) {
      const value = decibels[index] as number;
      const row = Math.floor(index / columns);
      sums[row] = (sums[row] as number) + value;
      squares[row] = (squares[row] as number) + value * value;
    }
  }
  const mean = Array.from(sums, (sum) => sum / count);
  const deviation = mean.map((average, row) => Math.sqrt(Math.max(1e-6, (squares[row] as number) / count - average * average)));
  return { mean, deviation };
}
