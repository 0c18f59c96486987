import { weightsInvalid } from './refusal.ts';

/** A tensor of a file: its values row after row. */
export interface WeightTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The tensors that were read, by name. */
export type WeightTensors = ReadonlyMap<string, WeightTensor>;

/** Which tensors are read. The others are not copied. */
export type IsWanted = (name: string) => boolean;

/** A file of weights may have so many bytes: 64 million numbers. */
const MOST_FILE_BYTES = 2 ** 28;
const MOST_TENSORS = 10_000;
const MOST_DIMENSIONS = 8;
const LONGEST_NAME_BYTES = 1_024;
const CONTROL_CHARACTER = /\p{Cc}/u;

/** @throws AppError weights-invalid where a file is too large to be read whole */
export function checkFileSize(bytes: Uint8Array): void {
  if (bytes.length > MOST_FILE_BYTES) throw weightsInvalid(`it has ${bytes.length} bytes, more than are read`);
}

/**
 * The name in UTF-8 bytes.
 * @throws AppError weights-invalid where they are no text, too long, or have control characters, which errors would carry into
 * terminals
 */
export function nameOf(bytes: Uint8Array): string {
  if (bytes.length > LONGEST_NAME_BYTES) throw weightsInvalid(`a name has ${bytes.length} bytes`);
  const name = decodeUtf8(bytes);
  if (name === null || CONTROL_CHARACTER.test(name)) throw weightsInvalid('a name is no plain text');
  return name;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** How many values a shape has. @throws AppError weights-invalid where it is no shape, or too large for any file */
export function valueCount(name: string, shape: readonly number[]): number {
  const isShape = shape.length <= MOST_DIMENSIONS && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  const count = shape.reduce((product, size) => product * size, 1);
  if (isShape && count <= MOST_FILE_BYTES) return count;
  throw weightsInvalid(`“${name}” has the shape [${shape.slice(0, MOST_DIMENSIONS + 1).join(', ')}]`);
}

/**
 * Collects the tensors of one file. Parts of a file that several tensors share are copied for each, so their bytes together may
 * not exceed the file's: a small file cannot ask for much memory.
 */
export class TensorCollector {
  readonly #tensors = new Map<string, WeightTensor>();
  #room: number;

  /** @param file where all the values lie */
  constructor(file: Uint8Array) {
    this.#room = file.length;
  }

  /**
   * Copies a tensor. @param bytes little-endian float32
   * @throws AppError weights-invalid where its bytes do not fit its shape, its name is taken, or there are too many
   */
  add(name: string, shape: readonly number[], bytes: Uint8Array): void {
    if (bytes.length !== valueCount(name, shape) * Float32Array.BYTES_PER_ELEMENT)
      throw weightsInvalid(`“${name}” of shape [${shape.join(', ')}] has ${bytes.length} bytes`);
    if (this.#tensors.has(name)) throw weightsInvalid(`“${name}” is there twice`);
    if (this.#tensors.size === MOST_TENSORS) throw weightsInvalid(`it has more than ${MOST_TENSORS} tensors`);
    this.#room -= bytes.length;
    if (this.#room < 0) throw weightsInvalid('its tensors have more values than the file');
    const values = new Float32Array(bytes.length / Float32Array.BYTES_PER_ELEMENT);
    new Uint8Array(values.buffer).set(bytes);
    this.#tensors.set(name, { shape: [...shape], values });
  }

  /** What was collected. */
  finish(): WeightTensors {
    return this.#tensors;
  }
}
