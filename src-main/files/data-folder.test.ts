import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { chooseDataFolder } from './data-folder.ts';

it('prefers the option to the variable, this to the folder beside the program, and that to the default', () => {
  const place = mkdtempSync(join(tmpdir(), 'genrescope-data-folder-'));
  try {
    const resources = join(
      place,
      ...(process.platform === 'darwin' ? ['G.app', 'Contents', 'Resources'] : ['resources']),
    );
    const builtFolder = join(resources, 'app.asar', 'out', 'main');
    const environment = { GENRESCOPE_HOME: join(place, 'home') };
    expect(chooseDataFolder({ option: 'mine', environment, builtFolder })).toEqual({
      path: resolve('mine'),
      why: 'option',
    });
    expect(chooseDataFolder({ option: null, environment, builtFolder })).toEqual({
      path: join(place, 'home'),
      why: 'environment',
    });
    expect(chooseDataFolder({ option: null, environment: {}, builtFolder }).why).toBe('default');
    const portable = join(place, 'genrescope-data');
    mkdirSync(portable);
    expect(chooseDataFolder({ option: null, environment: {}, builtFolder })).toEqual({
      path: portable,
      why: 'portable',
    });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
