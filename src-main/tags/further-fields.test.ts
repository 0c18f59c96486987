import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldWrite } from '../contract/tags.ts';
import { evidenceText, isSameEvidence, parseEvidence } from './evidence.ts';
import { changedTexts, changesAny } from './further-fields.ts';

const write = (field: FieldWrite['field'], text: string, replaces = false): FieldWrite => ({ field, text, replaces });

describe('a comment', () => {
  const own = write('comment', 'Electronic: Techno');

  it('gets our own part behind what the user wrote, and loses nothing else', () => {
    expect(changedTexts([], own)).toEqual(['[Genrescope: Electronic: Techno]']);
    expect(changedTexts(['Bought in Rome'], own)).toEqual(['Bought in Rome [Genrescope: Electronic: Techno]']);
    expect(changedTexts(['a [Genrescope: Rock] b'], own)).toEqual(['a [Genrescope: Electronic: Techno] b']);
    expect(changedTexts(['first', 'b [Genrescope: Rock]'], own)).toEqual([
      'first',
      'b [Genrescope: Electronic: Techno]',
    ]);
    expect(changedTexts(['mine'], write('comment', 'Rock', true))).toEqual(['mine [Genrescope: Rock]']);
  });

  it('loses our own part where there is nothing to say', () => {
    expect(changedTexts(['mine [Genrescope: Rock]'], write('comment', ''))).toEqual(['mine']);
    expect(changedTexts(['[Genrescope: Rock]'], write('comment', ''))).toEqual([]);
    expect(changedTexts(['mine '], write('comment', ''))).toEqual(['mine ']);
  });

  it('stays where it cannot be read whole', () => {
    const unreadable = ['mine \ufffd'];
    expect(changedTexts(unreadable, own)).toBe(unreadable);
  });

  it('is written once whatever the user and the genres are called, and can be taken out again', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((one) => !one.includes('\ufffd'));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), text, text, (texts, first, second) => {
        fc.pre(!texts.some((one) => one.includes('[Genrescope: ')));
        const once = changedTexts(texts, write('comment', first));
        expect(changedTexts(once, write('comment', first))).toBe(once);
        const twice = changedTexts(once, write('comment', second));
        const kept = texts.map((one) => one.trim());
        for (const one of kept) expect(twice.join('\n')).toContain(one);
        const out = changedTexts(twice, write('comment', ''));
        expect(out.map((one) => one.trim()).filter((one) => one !== '')).toEqual(kept.filter((one) => one !== ''));
      }),
    );
  });
});

describe('grouping and mood', () => {
  it('keep a value of the user’s unless it is to be replaced', () => {
    for (const field of ['grouping', 'mood'] as const) {
      expect(changedTexts(['Mine'], write(field, 'Rock'))).toEqual(['Mine']);
      expect(changedTexts(['Mine', 'too'], write(field, 'Rock', true))).toEqual(['Rock']);
      expect(changedTexts([' '], write(field, 'Rock'))).toEqual(['Rock']);
      expect(changedTexts(['Mine'], write(field, '', true))).toEqual(['Mine']);
    }
  });

  it('change a file where any of its tags lacks them', () => {
    expect(changesAny([{ mood: ['Mine'] }, {}], write('mood', 'Happy'))).toBe(true);
    expect(changesAny([{ mood: ['Mine'] }], write('mood', 'Happy'))).toBe(false);
    expect(changesAny([], write('mood', 'Happy'))).toBe(true);
    expect(changesAny([], write('mood', ''))).toBe(false);
  });
});

describe('evidence', () => {
  const said = { model: 'musicnn', genres: ['rock', 'pop', 'a"; b'], probabilities: [0.8123, 0.004, 0.18] };

  it('is one line that can be parsed again', () => {
    const text = evidenceText(said, new Date('2026-11-27T10:00:00Z'));
    expect(text).toBe('{"model":"musicnn","date":"2026-11-27","genres":{"rock":0.81,"a\\"; b":0.18}}');
    expect(parseEvidence(text)?.genres).toEqual({ rock: 0.81, 'a"; b': 0.18 });
    expect([parseEvidence('rock'), parseEvidence('{}'), parseEvidence('[1]')]).toEqual([null, null, null]);
  });

  it('is written anew for another model or other probabilities, not for another date', () => {
    const [old, later] = ['2026-01-01', '2026-11-27'].map((day) => evidenceText(said, new Date(day)));
    expect(isSameEvidence(old!, later!)).toBe(true);
    const kept = [old!];
    expect(changedTexts(kept, write('evidence', later!, true))).toBe(kept);
    const other = evidenceText({ ...said, model: 'my-genres-1' }, new Date('2026-01-01'));
    const less = evidenceText({ ...said, probabilities: [0.7, 0.2, 0.1] }, new Date('2026-01-01'));
    for (const text of [other, less]) expect(changedTexts(kept, write('evidence', text, true))).toEqual([text]);
    expect(changedTexts(['the user’s own'], write('evidence', old!, true))).toEqual([old]);
  });
});
