/** A file that is made to harm its reader. */
export interface HostileFile {
  /** With the extension that brings it into a scan. */
  readonly name: string | Buffer;
  /** What stands at its beginning; made when the file is written, since some are large. */
  readonly bytes: () => Uint8Array;
  /** Of the whole file, in bytes: the rest is a hole. No longer than its beginning where it is not told. */
  readonly size?: number;
}

/** As many values as a loop gives. */
export function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** The same bytes again and again. */
export function repeated(bytes: Uint8Array, count: number): Uint8Array {
  return Buffer.alloc(bytes.length * count, bytes);
}
