/** Time of the sources, by the convention of reproducible-builds.org. [seconds since 1970] */
export function sourceTime(): number {
  return Number(process.env['SOURCE_DATE_EPOCH'] ?? Math.floor(Date.now() / 1000));
}
