import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { MIGRATIONS } from './migrations.ts';
import { UndoneSteps } from './undone-steps.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-undone-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('says of a batch of tags that it is one, and keeps what the others need to be made again', () => {
  const database = openDatabase(join(folder, 'library.db'));
  const undone = new UndoneSteps(database);
  undone.keep('filters', 'Save Filter Slow', '[]');
  undone.keepTags('Write Rock to 2 Files', { batchId: 'b', files: [0, 1] });
  const batch = undone.newest();
  expect(batch).toEqual({
    id: expect.any(Number) as number,
    kind: 'tags',
    what: 'Write Rock to 2 Files',
    batch: { batchId: 'b', files: [0, 1] },
  });
  undone.remake(batch?.id ?? 0);
  expect(undone.newest()).toMatchObject({ kind: 'filters', after: '[]' });
  database.close();
});

it('says so too of a batch that an earlier version undid', () => {
  const path = join(folder, 'library.db');
  const step = MIGRATIONS.findIndex((each) => each.includes("SET kind = 'tags'"));
  const earlier = new Database(path);
  earlier.exec(`BEGIN; ${MIGRATIONS.slice(0, step).join(';')}; PRAGMA user_version = ${step}; COMMIT`);
  earlier.exec(`
    INSERT INTO undone_steps (undone_at, what, batch)
    VALUES ('2026-11-27T09:00:00.000Z', 'Write Rock to 1 File', '{"batchId":"b","files":[0]}')`);
  earlier.close();
  const database = openDatabase(path);
  expect(new UndoneSteps(database).newest()).toMatchObject({ kind: 'tags', batch: { batchId: 'b', files: [0] } });
  database.close();
});
