/** Castagnoli's polynomial 0x1edc6f41, lowest bit first (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;
const MASK_DELTA = 0xa282ead8;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  return crc;
});

/** CRC-32C of bytes. @param before the CRC of the bytes that come before them */
export function crc32c(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 255] as number);
  return ~crc >>> 0;
}

/**
 * A CRC as LevelDB and TensorFlow store it: rotated right by 15 bits, plus a constant, since a CRC over bytes that hold
 * their own CRC says little (LevelDB, util/crc32c.h).
 */
export function maskCrc(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}
