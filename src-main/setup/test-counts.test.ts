import { expect, test } from 'vitest';
import { countsOfPlaywright, countsOfStep, countsOfVitest } from './test-counts.mjs';

test('counts a Vitest file that could not be loaded as a failed test', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'passed', assertionResults: [{}, {}] },
  ];
  expect(countsOfVitest({ numPassedTests: 2, numFailedTests: 0, testResults })).toEqual({ passed: 2, failed: 1 });
});

test('counts a flaky Playwright test as passed and leaves out the skipped', () => {
  expect(countsOfPlaywright({ stats: { expected: 3, flaky: 1, unexpected: 2 } })).toEqual({ passed: 4, failed: 2 });
});

test('never lets a failed step read like success', () => {
  expect(countsOfStep({ passed: 4, failed: 0 }, false)).toEqual({ passed: 4, failed: 1 });
  expect(countsOfStep({ passed: 4, failed: 2 }, false)).toEqual({ passed: 4, failed: 2 });
  expect(countsOfStep({ passed: 4, failed: 0 }, true)).toEqual({ passed: 4, failed: 0 });
});
