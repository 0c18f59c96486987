import { ByteCursor } from './byte-cursor.ts';
import { weightsInvalid } from './refusal.ts';

/** Numbers, or texts of equal length, row after row. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | readonly string[];
}

const MAGIC = '\u0093NUMPY';
const HEADER = /^\{'descr': '([<|][fU]\d+)', 'fortran_order': False, 'shape': \((\d+), ?(\d*)\), \}\s*$/;
const BYTES_PER_CHARACTER = 4;
const LAST_CODE_POINT = 0x10_ffff;

/**
 * An array as NumPy stores it (format 1.0), of float32 or of texts, of one or two dimensions.
 * @throws AppError weights-invalid where it is damaged or of another kind
 */
export function readNpyArray(file: Uint8Array): NpyArray {
  const cursor = new ByteCursor(file, 'the array', 0);
  const magic = String.fromCharCode(...cursor.take(MAGIC.length));
  const version = cursor.uint16();
  if (magic !== MAGIC || version !== 1) throw weightsInvalid('it is no array of NumPy’s format 1.0');
  const header = HEADER.exec(new TextDecoder().decode(cursor.take(cursor.uint16())));
  const [, type = '', rows = '', columns = ''] = header ?? [];
  if (!header) throw weightsInvalid('the array is of an unknown kind');
  const shape = columns === '' ? [Number(rows)] : [Number(rows), Number(columns)];
  const count = shape.reduce((product, size) => product * size, 1);
  const bytes = new Uint8Array(file.subarray(cursor.position));
  const width = type.startsWith('<U') ? BYTES_PER_CHARACTER * Number(type.slice(2)) : Float32Array.BYTES_PER_ELEMENT;
  // Texts without room for letters would be any number in no bytes.
  if ((type !== '<f4' && !type.startsWith('<U')) || width === 0 || bytes.length !== count * width)
    throw weightsInvalid(`the array of ${type} has ${bytes.length} bytes for ${count} values`);
  return { shape, values: type === '<f4' ? new Float32Array(bytes.buffer) : textsOf(bytes, count, width) };
}

function textsOf(bytes: Uint8Array, count: number, width: number): string[] {
  const codes = new Uint32Array(bytes.buffer);
  const length = width / BYTES_PER_CHARACTER;
  return Array.from({ length: count }, (_, index) => textOf(codes.subarray(index * length, (index + 1) * length)));
}

/** A text in UTF-32, filled up with zeros. */
function textOf(codes: Uint32Array): string {
  const letters = codes.filter((code) => code !== 0);
  if (letters.some((code) => code > LAST_CODE_POINT)) throw weightsInvalid('the array has a text that is no Unicode');
  return Array.from(letters, (code) => String.fromCodePoint(code)).join('');
}
