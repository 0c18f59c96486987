import type { Locator, Page } from '@playwright/test';
import { expect } from './app.ts';

/** What a user works with; all of it has to be inside the window. */
const CONTROLS = ['button', 'combobox', 'gridcell', 'searchbox', 'textbox', 'menuitem', 'tree'] as const;

/** A layout that holds once the page has come to rest. */
export async function expectLaidOut(check: () => Promise<void>): Promise<void> {
  await expect(check).toPass({ timeout: 20_000 });
}

/** The lower edge of a part of the window, in pixels. */
export async function bottomOf(part: Locator): Promise<number> {
  const box = await part.boundingBox();
  return (box?.y ?? 0) + (box?.height ?? 0);
}

/** Fails where the page or a control reaches out of the window. */
export async function expectInside(page: Page): Promise<void> {
  await expectLaidOut(async () => {
    const [[width = 0, height = 0], scrolled] = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [
        [window.innerWidth, window.innerHeight],
        [scrollWidth, scrollHeight],
      ] as const;
    });
    expect(scrolled).toEqual([width, height]);
    for (const role of CONTROLS) {
      const rights = await page
        .getByRole(role)
        .evaluateAll((elements) =>
          elements.map((element) => ({ html: element.outerHTML, right: element.getBoundingClientRect().right })),
        );
      expect(rights.filter(({ right }) => right > width)).toEqual([]);
    }
  });
}
