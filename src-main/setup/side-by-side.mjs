// @ts-check

/**
 * Runs steps that do not touch each other's files, several at a time, in the order of their names. After the first one
 * that fails no other begins; those under way are waited for.
 * @param {readonly string[]} names
 * @param {number} atOnce how many may be under way
 * @param {(name: string) => Promise<boolean>} run whether the step has succeeded
 * @returns {Promise<string[]>} the steps that failed
 */
export async function runSideBySide(names, atOnce, run) {
  const waiting = [...names];
  /** @type {string[]} */
  const failed = [];
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined && failed.length === 0; name = waiting.shift())
      if (!(await run(name))) failed.push(name);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return failed;
}
