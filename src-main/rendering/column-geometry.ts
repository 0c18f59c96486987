/**
 * Which time a column of a spectrogram stands for.
 *
 * Frames are centred: frame f weighs the samples around f · hop, as librosa does with `center=True`. It stands for the
 * moments that are nearer to it than to its neighbours, half a hop to either side; so the first column begins half a
 * hop before the sound.
 */

/** How frames make columns. */
export interface ColumnGrid {
  /** Frames a column. */
  readonly framesPerColumn: number;
  /** Samples from frame to frame. */
  readonly hopLength: number;
}

/** A segment of a track, in samples or in seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Samples from frame to frame. @param overlap share of a frame that the next one has too */
export function hopLengthOf({ fftSize, overlap }: { readonly fftSize: number; readonly overlap: number }): number {
  return fftSize * (1 - overlap);
}

/** The column that a sample lies in. */
export function columnAt({ framesPerColumn, hopLength }: ColumnGrid, sample: number): number {
  return Math.floor((sample / hopLength + 0.5) / framesPerColumn);
}

/** The samples that columns `first` to `first + columns` cover. */
export function spanOfColumns(grid: ColumnGrid, first: number, columns: number): Span {
  return { start: startOfColumn(grid, first), end: startOfColumn(grid, first + columns) };
}

/** The sample in the middle of a column: that of its frame where it has one alone. */
export function middleOfColumn(grid: ColumnGrid, column: number): number {
  return startOfColumn(grid, column + 0.5);
}

/** What a tile of a spectrogram covers, in seconds. @param sampleRate of the samples that hops count, Hz */
export function spanOfTile(
  tile: ColumnGrid & { readonly firstColumn: number; readonly columns: number },
  sampleRate: number,
): Span {
  const { start, end } = spanOfColumns(tile, tile.firstColumn, tile.columns);
  return { start: start / sampleRate, end: end / sampleRate };
}

/** Frames a column so that a column is at most a pixel wide, or one where frames are wider. */
export function framesPerColumnFor(samplesPerPixel: number, hopLength: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(samplesPerPixel / hopLength)));
}

function startOfColumn({ framesPerColumn, hopLength }: ColumnGrid, column: number): number {
  return (column * framesPerColumn - 0.5) * hopLength;
}
