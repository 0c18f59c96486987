import { describe, expect, it } from 'vitest';
import { pathOfBytes } from '../files/fs-path.ts';
import { visibleLine, visibleText } from './visible-text.ts';

describe('a line for people', () => {
  it('shows what a terminal would obey, what ends a line, and what reorders it', () => {
    expect(visibleLine('a\u001b[2Kb\u0007\u009b\u007f\t')).toBe('a\\x1b[2Kb\\x07\\x9b\\x7f\\x09');
    expect(visibleLine('one.mp3\nfailed: two.mp3\r\u2028')).toBe('one.mp3\\nfailed: two.mp3\\x0d\\u2028');
    expect(visibleLine('\u202egpj.mp3\u202c \u2066x\u2069\u061c\u200f')).toBe(
      '\\u202egpj.mp3\\u202c \\u2066x\\u2069\\u061c\\u200f',
    );
  });

  it('keeps letters of all scripts, joined signs, and marks bytes that are no text', () => {
    const names = 'Ærøskøbing שלום سلام 日本 👩‍🎤 – “x”';
    expect(visibleLine(names)).toBe(names);
    expect(visibleLine(pathOfBytes(Buffer.from('caf\xe9', 'latin1')))).toBe('caf\ufffd');
  });
});

describe('a text of our own', () => {
  it('keeps its lines', () => {
    expect(visibleText('Usage: x\n  y\u001b')).toBe('Usage: x\n  y\\x1b');
  });
});
