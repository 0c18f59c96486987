/** Letters that Unicode does not take apart, as people type them without their keyboard layout. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ĸ: 'k',
  ς: 'σ',
};
const SPECIAL_LETTER = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'gu');
/** Accents of Latin, Greek and Cyrillic letters. Other scripts' marks are letters to their readers, and stay. */
const ACCENTS = /[\u0300-\u036f]/g;
/** What no text shows: they mark the parts of what is stored for searching. */
const CONTROLS = /\p{Cc}/gu;
const PLAIN_ASCII = /^[ -~]*$/;

/**
 * One form for all that a reader takes for the same letters: without case, accents, ligatures and full widths; control
 * characters become spaces. “Brötzmann” and “BROTZMANN” are `brotzmann`, “Ørsted” is `orsted`, “Straße” is `strasse`.
 * Folding twice changes nothing more. Forms are those of Unicode's compatibility decomposition (UAX #15).
 */
export function foldText(text: string): string {
  if (PLAIN_ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(SPECIAL_LETTER, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(CONTROLS, ' ')
    .normalize('NFC');
}
