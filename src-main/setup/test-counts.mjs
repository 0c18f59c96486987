// @ts-check

/** @typedef {{ passed: number, failed: number }} TestCounts */
/** @typedef {{ status: string, assertionResults: unknown[] }} TestFile */

/**
 * Counts out of Vitest's JSON report. A test file that could not even be loaded counts as one failed test.
 * @param {{ numPassedTests: number, numFailedTests: number, testResults?: TestFile[] }} report
 * @returns {TestCounts}
 */
export function countsOfVitest({ numPassedTests, numFailedTests, testResults = [] }) {
  const unloadable = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

/**
 * Counts out of Playwright's JSON report. A test that passed on a second try has passed.
 * @param {{ stats: { expected: number, flaky: number, unexpected: number } }} report
 * @returns {TestCounts}
 */
export function countsOfPlaywright({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

/**
 * What a step adds to the total. A failed step always adds a failure, whatever its report says, so that the total never
 * reads like success; and so does a step of tests that ran none.
 * @param {TestCounts} counts
 * @param {boolean} hasSucceeded
 * @returns {TestCounts}
 */
export function countsOfStep(counts, hasSucceeded) {
  return hasSucceeded ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}
