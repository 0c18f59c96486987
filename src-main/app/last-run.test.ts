import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RunNote } from './last-run.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'last-run.json');

it('knows nothing of a run before the first one, and of a damaged note', () => {
  expect(new RunNote(file()).begin()).toBeNull();
  writeFileSync(file(), '{"startedAt":');
  expect(new RunNote(file()).begin()).toBeNull();
});

it('knows of a run that did not end properly, once', () => {
  new RunNote(file()).begin();
  const second = new RunNote(file());
  const last = second.begin();
  expect(last).toMatchObject({ hasEndedProperly: false });
  expect(last?.mayHaveInterrupted('retraining')).toBe(true);
  second.end(['training']);
  const afterIt = new RunNote(file()).begin();
  expect(afterIt).toMatchObject({ hasEndedProperly: true });
  expect(afterIt?.mayHaveInterrupted('training')).toBe(true);
  expect(afterIt?.mayHaveInterrupted('retraining')).toBe(false);
});

it('lets the app run where the note cannot be written', () => {
  const note = new RunNote(join(folder, 'nowhere', 'last-run.json'));
  expect(note.begin()).toBeNull();
  note.end([]);
});
