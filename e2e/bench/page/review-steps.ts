import { clickMenu, type RunningApp } from '../../app.ts';
import type { Step } from './step.ts';
import { calm } from './step.ts';
import { clicking, pressing, repeating, wheeling } from './table-steps.ts';

const ROWS = '[role=dialog] [role=listitem] input[type=checkbox]';
const TYPED = 'tide';

const dialogOf = ({ page }: RunningApp) => page.getByRole('dialog', { name: 'Review changes' });
const boxOf = (app: RunningApp) => dialogOf(app).getByRole('searchbox');

/** The review of all tracks. */
export const REVIEW_STEPS: readonly Step[] = [
  {
    name: 'review: opened',
    until: ROWS,
    prepare: async (app) => {
      await leaveReview(app);
      return () => clickMenu(app, 'review-all');
    },
  },
  {
    name: 'review: wheel',
    prepare: async (app) => {
      await open(app);
      return wheeling(app.page, dialogOf(app).getByRole('list', { name: 'Changes' }));
    },
  },
  {
    name: 'review: PageDown',
    prepare: async (app) => {
      await open(app);
      await firstBox(app).focus();
      return repeating(app.page, 'PageDown');
    },
  },
  ...Array.from(TYPED, (_, index) => TYPED.slice(0, index + 1)).map((text) => ({
    name: `review: search “${text}”`,
    prepare: async (app: RunningApp) => {
      await open(app);
      await boxOf(app).fill(text.slice(0, -1));
      await calm(app);
      return pressing(app.page, text.slice(-1));
    },
  })),
  choosing('Sort by', 'Confidence'),
  choosing('Sort by', 'Title'),
  choosing('Group by', 'By album'),
  choosing('Group by', 'By new genre'),
  {
    name: 'review: ticked',
    prepare: async (app) => {
      await open(app);
      return clicking(app.page, firstBox(app));
    },
  },
  {
    name: 'review: all left out',
    prepare: async (app) => {
      await open(app);
      return clicking(app.page, dialogOf(app).getByRole('button', { name: 'Untick All Shown' }));
    },
  },
];

const firstBox = (app: RunningApp) => dialogOf(app).getByRole('listitem').getByRole('checkbox').first();

/** Chooses in a list by the keys, as input events cannot: a native list opens outside the page. */
function choosing(list: string, choice: string): Step {
  return {
    name: `review: ${list.toLowerCase()}: ${choice.toLowerCase()}`,
    prepare: async (app) => {
      await open(app);
      const box = dialogOf(app).getByRole('combobox', { name: list });
      return () => box.selectOption(choice);
    },
  };
}

async function open(app: RunningApp): Promise<void> {
  if ((await dialogOf(app).count()) === 0) await clickMenu(app, 'review-all');
  await calm(app, ROWS);
  await boxOf(app).fill('');
  await dialogOf(app).getByRole('combobox', { name: 'Group by' }).selectOption({ index: 0 });
  await dialogOf(app).getByRole('combobox', { name: 'Sort by' }).selectOption({ index: 0 });
  await calm(app);
}

/** Closes the review where it is open. */
export async function leaveReview(app: RunningApp): Promise<void> {
  if ((await dialogOf(app).count()) > 0) await dialogOf(app).getByRole('button', { name: 'Cancel' }).click();
  await calm(app);
}
