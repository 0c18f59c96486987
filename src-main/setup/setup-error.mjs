// @ts-check

/** Something the user can put right: its message is shown as it is, without a stack. */
export class SetupError extends Error {
  /** @param {string} message @param {number} [exitStatus] */
  constructor(message, exitStatus = 1) {
    super(message);
    this.name = 'SetupError';
    this.exitStatus = exitStatus;
  }
}

/**
 * One line for the user. Always on standard error: standard output belongs to the command that runs afterwards.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a script's main function and turns a `SetupError` into its message and exit status.
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = error.exitStatus;
  }
}
