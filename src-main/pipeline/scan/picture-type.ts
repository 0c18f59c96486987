/** How pictures that the page can show begin; `?` is any byte. */
const SIGNATURES = {
  'image/jpeg': 'FF D8 FF',
  'image/png': '89 50 4E 47 0D 0A 1A 0A',
  'image/gif': '47 49 46 38',
  'image/webp': '52 49 46 46 ? ? ? ? 57 45 42 50',
} as const;

/** What kind of picture some bytes are, by their beginning, whatever a tag or a name says; null of any other content. */
export function pictureType(bytes: Uint8Array): keyof typeof SIGNATURES | null {
  const begins = (signature: string) =>
    signature.split(' ').every((byte, place) => byte === '?' || bytes[place] === Number.parseInt(byte, 16));
  const types = Object.keys(SIGNATURES) as (keyof typeof SIGNATURES)[];
  return types.find((type) => begins(SIGNATURES[type])) ?? null;
}
