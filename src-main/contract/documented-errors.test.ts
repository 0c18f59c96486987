import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ERROR_TEXTS } from './error-codes.ts';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'troubleshooting.md'), 'utf8');
const HEAD_OF_MESSAGES = '| the app says | what it means, what to do |';
/** Of the player, not of the app. */
const OF_OTHERS = ['The player shows the old genre'];
/** Whether a text tells what to do: a sentence, or a part of one, begins with a verb. */
const TELLS_WHAT_TO_DO =
  /(?:^|[.:,] |\bor |\band )(?:then )?(?:add|allow|analyse|check|choose|close|download|export|free|give|if you have|label|list|press|repair|restore|run|start|try|undo|update|wait)\b|“genrescope |the setting “|help →/i;

/** Messages that the page explains. */
function explained(): string[] {
  const tables = PAGE.split(HEAD_OF_MESSAGES).slice(1);
  return tables.flatMap((table) => {
    const [rows = ''] = table.trimStart().split('\n\n');
    return rows
      .split('\n')
      .slice(1)
      .flatMap((row) => /^\| ([^|]+?) \|/.exec(row)?.[1] ?? []);
  });
}

it('explains every error whose text in the app does not say what to do', () => {
  const silent = Object.values(ERROR_TEXTS).filter(({ advice }) => !TELLS_WHAT_TO_DO.test(advice));
  expect(silent.length).toBeGreaterThan(0);
  expect(silent.map(({ title }) => title).filter((title) => !explained().includes(title))).toEqual([]);
});

it('explains no error that the app does not know', () => {
  const titles = Object.values(ERROR_TEXTS).map(({ title }) => title);
  expect(explained().filter((title) => !titles.includes(title))).toEqual(OF_OTHERS);
});
