/** Variables by which electron-builder signs and notarises (electron.build/code-signing). */
const SIGNING_VARIABLE = /^((WIN_)?CSC|APPLE)_/;

/**
 * Takes away the variables of signing that are empty: a secret that a workflow does not have arrives so, and electron-builder
 * would read a certificate from it.
 * @param environment is changed
 */
export function forgetEmptySigning(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment))
    if (SIGNING_VARIABLE.test(name) && environment[name]?.trim() === '') Reflect.deleteProperty(environment, name);
}

/**
 * How macOS's app is signed. Without a certificate by nobody (“ad hoc”), since the fuses changed Electron's own signed bytes, and
 * Apple's processors start no program whose signature is wrong. Nobody's app cannot be notarised.
 */
export function macSigning(environment: NodeJS.ProcessEnv): { identity?: '-'; notarize?: false } {
  const hasCertificate = environment['CSC_LINK'] !== undefined || environment['CSC_NAME'] !== undefined;
  return hasCertificate ? {} : { identity: '-', notarize: false };
}
