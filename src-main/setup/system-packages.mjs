// @ts-check

/**
 * Debian packages by the shared library that Electron needs of them; in Debian's names before the 64-bit time change.
 */
const PACKAGE_OF_LIBRARY = new Map([
  ['libX11.so.6', 'libx11-6'],
  ['libXcomposite.so.1', 'libxcomposite1'],
  ['libXdamage.so.1', 'libxdamage1'],
  ['libXext.so.6', 'libxext6'],
  ['libXfixes.so.3', 'libxfixes3'],
  ['libXrandr.so.2', 'libxrandr2'],
  ['libXss.so.1', 'libxss1'],
  ['libXtst.so.6', 'libxtst6'],
  ['libasound.so.2', 'libasound2'],
  ['libatk-1.0.so.0', 'libatk1.0-0'],
  ['libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'],
  ['libatspi.so.0', 'libatspi2.0-0'],
  ['libcairo.so.2', 'libcairo2'],
  ['libcups.so.2', 'libcups2'],
  ['libdbus-1.so.3', 'libdbus-1-3'],
  ['libdrm.so.2', 'libdrm2'],
  ['libexpat.so.1', 'libexpat1'],
  ['libgbm.so.1', 'libgbm1'],
  ['libgdk_pixbuf-2.0.so.0', 'libgdk-pixbuf-2.0-0'],
  ['libgio-2.0.so.0', 'libglib2.0-0'],
  ['libglib-2.0.so.0', 'libglib2.0-0'],
  ['libgobject-2.0.so.0', 'libglib2.0-0'],
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libgdk-3.so.0', 'libgtk-3-0'],
  ['libnspr4.so', 'libnspr4'],
  ['libnss3.so', 'libnss3'],
  ['libnssutil3.so', 'libnss3'],
  ['libsmime3.so', 'libnss3'],
  ['libpango-1.0.so.0', 'libpango-1.0-0'],
  ['libudev.so.1', 'libudev1'],
  ['libxcb.so.1', 'libxcb1'],
  ['libxkbcommon.so.0', 'libxkbcommon0'],
]);

/** Every library Electron may need, for where it cannot be asked. */
export const KNOWN_LIBRARIES = [...PACKAGE_OF_LIBRARY.keys()];

/** The Debian packages that hold them, in Debian's names before the 64-bit time change. */
export const KNOWN_PACKAGES = [...new Set(PACKAGE_OF_LIBRARY.values())].sort();

/**
 * The libraries that `ldd` did not find.
 * @param {string} lddOutput
 */
export function parseMissingLibraries(lddOutput) {
  const names = [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)];
}

/**
 * The Debian packages that hold the given libraries, and the libraries no package is known for.
 * @param {readonly string[]} libraries
 */
export function packagesOf(libraries) {
  const packages = new Set(libraries.flatMap((library) => PACKAGE_OF_LIBRARY.get(library) ?? []));
  return { packages: [...packages].sort(), unknown: libraries.filter((library) => !PACKAGE_OF_LIBRARY.has(library)) };
}

/**
 * The name each package has on this system: Debian 13 and Ubuntu 24.04 added `t64` to many. The bare names still exist
 * there as virtual ones, of which `libasound2` has two providers and so cannot be installed.
 * @param {readonly string[]} packages
 * @param {string} aptCachePolicy what `apt-cache policy` says of the packages and of their `t64` names
 */
export function namesOnThisSystem(packages, aptCachePolicy) {
  const available = installableNames(aptCachePolicy);
  return packages.map((name) => (!available.has(name) && available.has(`${name}t64`) ? `${name}t64` : name));
}

/**
 * Names with a version to install.
 * @param {string} aptCachePolicy
 */
export function installableNames(aptCachePolicy) {
  const blocks = aptCachePolicy.split(/^(?=\S)/m);
  const available = blocks.filter((block) => /^ {2}Candidate: (?!\(none\))\S/m.test(block));
  return new Set(available.map((block) => block.slice(0, block.indexOf(':'))));
}
