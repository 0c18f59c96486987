// @ts-check

/**
 * Marks the place in Electron's program file where its fuses lie, then come version, count and one character a fuse.
 */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1');
const KNOWN_VERSION = 1;
const ON = '1'.charCodeAt(0);
const OFF = '0'.charCodeAt(0);

/** Places of the fuses that are set here, in version 1 of the wire. */
export const FUSE = /** @type {const} */ ({ enableInspectArguments: 3, loadOwnBrowserSnapshot: 6 });

/**
 * Sets fuses in the bytes of an Electron program, in place.
 * @param {Buffer} program
 * @param {readonly { fuse: number, isOn: boolean }[]} settings
 */
export function setFuses(program, settings) {
  const sentinelAt = program.indexOf(SENTINEL);
  if (sentinelAt < 0 || program.includes(SENTINEL, sentinelAt + 1))
    throw new Error('The program must hold one fuse wire.');
  const wireAt = sentinelAt + SENTINEL.length;
  const version = program[wireAt];
  const count = program[wireAt + 1] ?? 0;
  if (version !== KNOWN_VERSION) throw new Error(`Fuse wire version ${version} is not known here.`);
  for (const { fuse, isOn } of settings) {
    const at = wireAt + 2 + fuse;
    const isSettable = fuse < count && (program[at] === ON || program[at] === OFF);
    if (!isSettable) throw new Error(`The program has no fuse ${fuse} that can be set.`);
    program[at] = isOn ? ON : OFF;
  }
}
