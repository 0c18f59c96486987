/** What a value costs beside its contents, roughly. */
const VALUE_BYTES = 64;

/** About how many bytes a request takes; counting ends above `most`, so that cyclic values end too. */
export function sizeOf(request: unknown, most: number): number {
  const open: unknown[] = [request];
  let bytes = 0;
  while (open.length > 0 && bytes <= most) {
    const value = open.pop();
    bytes += VALUE_BYTES;
    if (typeof value === 'string') bytes += 2 * value.length;
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) bytes += value.byteLength;
    else if (Array.isArray(value) && value.length * VALUE_BYTES > most) bytes += value.length * VALUE_BYTES;
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) open.push(part);
  }
  return bytes;
}
