import type { RunningApp } from '../../app.ts';
import type { Step } from './step.ts';
import { calm } from './step.ts';
import { clicking, middleOf, pressing, repeating, wheeling } from './table-steps.ts';

const MOVES = 40;
const BETWEEN_MILLISECONDS = 16;
/** Of a lasso around the middle, in pixels. */
const LASSO = 120;

/** Albums, overview and map. */
export const VIEW_STEPS: readonly Step[] = [
  opening('Albums', '[role=tabpanel] [role=grid]'),
  {
    name: 'albums: wheel',
    prepare: async (app) => {
      await show(app, 'Albums');
      return wheeling(app.page, app.page.getByRole('tabpanel', { name: 'Albums' }));
    },
  },
  {
    name: 'albums: keys',
    prepare: async (app) => {
      await show(app, 'Albums');
      await app.page.getByRole('grid', { name: 'Albums' }).focus();
      return repeating(app.page, 'ArrowDown');
    },
  },
  opening('Overview', '[role=tabpanel] section'),
  opening('Map', '[role=application] canvas'),
  {
    name: 'map: zoomed',
    prepare: async (app) => wheeling(app.page, await showMap(app), -60),
  },
  {
    name: 'map: panned',
    prepare: async (app) => {
      const map = await showMap(app);
      const { x, y } = await middleOf(map);
      await map.press('+');
      await app.page.getByRole('radio', { name: 'Move' }).check();
      return dragging(app, { x, y }, (share) => ({ x: x + 200 * share, y: y + 100 * share }));
    },
  },
  {
    name: 'map: hovered',
    prepare: async (app) => {
      const { x, y } = await middleOf(await showMap(app));
      return async () => moving(app, (share) => ({ x: x + LASSO * share, y: y + LASSO * share }));
    },
  },
  {
    name: 'map: lassoed',
    prepare: async (app) => {
      const { x, y } = await middleOf(await showMap(app));
      const around = (share: number) => ({
        x: x + LASSO * Math.cos(2 * Math.PI * share),
        y: y + LASSO * Math.sin(2 * Math.PI * share),
      });
      return dragging(app, around(0), around);
    },
  },
  {
    name: 'map: arrow keys',
    prepare: async (app) => {
      await (await showMap(app)).focus();
      return repeating(app.page, 'ArrowRight', 10);
    },
  },
  {
    name: 'map: all selected',
    prepare: async (app) => {
      await (await showMap(app)).focus();
      return pressing(app.page, 'Control+a');
    },
  },
  opening('Tracks', '[role=grid] [role=row]'),
];

function opening(view: string, until: string): Step {
  return {
    name: `${view.toLowerCase()}: opened`,
    until,
    prepare: async (app) => {
      await show(app, view === 'Tracks' ? 'Overview' : 'Tracks');
      return clicking(app.page, app.page.getByRole('tab', { name: view }));
    },
  };
}

async function show(app: RunningApp, view: string): Promise<void> {
  await app.page.getByRole('tab', { name: view }).click();
  await calm(app);
}

async function showMap(app: RunningApp) {
  await show(app, 'Map');
  const map = app.page.getByRole('application');
  await map.focus();
  await app.page.keyboard.press('Escape');
  await app.page.keyboard.press('0');
  await app.page.getByRole('radio', { name: 'Lasso' }).check();
  await map.focus();
  return map;
}

type PathOf = (share: number) => { x: number; y: number };

async function moving({ page }: RunningApp, at: PathOf): Promise<void> {
  for (let move = 1; move <= MOVES; move++) {
    const { x, y } = at(move / MOVES);
    await page.mouse.move(x, y);
    await page.waitForTimeout(BETWEEN_MILLISECONDS);
  }
}

async function dragging(app: RunningApp, from: { x: number; y: number }, at: PathOf): Promise<() => Promise<void>> {
  await app.page.mouse.move(from.x, from.y);
  return async () => {
    await app.page.mouse.down();
    await moving(app, at);
    await app.page.mouse.up();
  };
}
