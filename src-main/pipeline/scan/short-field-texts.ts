import { OWN_COMMENT_PART } from '../../contract/comment-part.ts';
import type { FieldTexts } from '../../contract/track.ts';
import { FURTHER_FIELDS } from '../../contract/values.ts';
import type { FurtherField } from '../../contract/values.ts';
import { cutText } from './cut-text.ts';

/** In UTF-16 units. */
const LONGEST_FIELD = 2_000;
const MOST_TEXTS = 20;

/** A tag's further fields as the library keeps them: few and short texts. */
export function shortFieldTexts(texts: FieldTexts): FieldTexts {
  const entries = FURTHER_FIELDS.flatMap((field): [FurtherField, string[]][] => {
    const held = texts[field]?.slice(0, MOST_TEXTS).map(shortText) ?? [];
    return held.length > 0 ? [[field, held]] : [];
  });
  return Object.fromEntries(entries);
}

/** With our own part of a comment, which tells that the comment need not be written. */
function shortText(text: string): string {
  const beginning = cutText(text, LONGEST_FIELD);
  const own = OWN_COMMENT_PART.exec(text)?.[0];
  return own === undefined || beginning.includes(own) ? beginning : `${beginning} ${own}`;
}
