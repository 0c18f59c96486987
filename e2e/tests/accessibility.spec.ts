import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import axe, { type RunOnly } from 'axe-core';
import { expect, test } from '../app.ts';
import { visitEveryView } from '../every-view.ts';
import { fillLibrary } from '../made-up-library.ts';

/** The rules for WCAG 2.2, levels A and AA; in the dark, those that colours can break. */
const RULES = {
  light: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} satisfies Record<string, RunOnly>;
const THEMES = ['light', 'dark'] as const;
const TRACKS = 40;

/** What axe finds in the window, or in the dialog that is open. It comes by the debugger, which the page's policy lets pass. */
async function violationsOf(page: Page, runOnly: RunOnly): Promise<readonly string[]> {
  const results = await page.evaluate(async (rules) => {
    const dialogs = [...document.querySelectorAll<HTMLElement>('[role=alertdialog], [role=dialog]')];
    const { axe: checker } = window as unknown as { axe: typeof axe };
    return checker.run(dialogs.at(-1) ?? document, { runOnly: rules, resultTypes: ['violations'] });
  }, runOnly);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

test('no view or dialog breaks a rule of WCAG 2.2 AA that can be checked, in light and dark', async ({
  place,
  startApp,
}) => {
  await fillLibrary(place, TRACKS);
  await rm(join(place.music, `000${TRACKS - 1}.mp3`));
  // What is not understood becomes a notice.
  await writeFile(join(place.home, 'settings.json'), '{"version":1,"minConfidence":"much"}');
  const app = await startApp();
  const { page } = app;
  await page.evaluate(axe.source);
  const found: string[] = [];
  const seen: string[] = [];
  await visitEveryView(app, place.music, async (view) => {
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      found.push(
        ...(await violationsOf(page, RULES[colorScheme])).map((violation) => `${view}, ${colorScheme}: ${violation}`),
      );
    }
    seen.push(view);
  });
  expect(seen).toHaveLength(44);
  expect(found).toEqual([]);
});
