import type { FieldTexts } from '../contract/track.ts';
import { FURTHER_FIELDS } from '../contract/values.ts';
import type { FurtherField } from '../contract/values.ts';

/** New texts of a field in one tag, from those that the tag has; each may hold several values, parted by zero bytes. */
export type TextsChange = (texts: readonly string[]) => readonly string[];

/** What becomes of further fields; those left out stay as they are. */
export type TextChanges = Readonly<Partial<Record<FurtherField, TextsChange>>>;

/** A further field that an item of a tag holds, and its text. */
export interface HeldText {
  readonly field: FurtherField;
  readonly text: string;
}

/** Stands for a text that cannot be read: no rule takes it for its own. */
export const UNREADABLE_TEXT = '\ufffd';

/** How one kind of tag holds further fields in its items: frames, comments, atoms, attributes. */
export interface TextHolder<Item> {
  /** One entry an item; null where it holds no further field. */
  readonly held: (items: readonly Item[]) => readonly (HeldText | null)[];
  /** An item with a text. @param old the one whose place it takes; null where it is new */
  readonly encode: (held: HeldText, old: Item | null, items: readonly Item[]) => Item;
}

/** The texts of the further fields among a tag's items. */
export function fieldTexts(held: readonly (HeldText | null)[]): FieldTexts {
  const entries = FURTHER_FIELDS.map((field) => {
    const texts = held.flatMap((one) => (one?.field === field ? [one.text] : []));
    return [field, texts] as const;
  });
  return Object.fromEntries(entries.filter(([, texts]) => texts.length > 0));
}

/** A tag's items with changed texts: what does not change keeps its bytes and its place, new texts go to the end. */
export function editTexts<Item>(
  items: readonly Item[],
  holder: TextHolder<Item>,
  changes: TextChanges = {},
): readonly Item[] {
  return FURTHER_FIELDS.reduce((edited, field) => {
    const change = changes[field];
    return change ? editField(edited, holder, field, change) : edited;
  }, items);
}

function editField<Item>(
  items: readonly Item[],
  { held, encode }: TextHolder<Item>,
  field: FurtherField,
  change: TextsChange,
): readonly Item[] {
  const texts = held(items).map((one) => (one?.field === field ? one.text : null));
  const former = texts.filter((text) => text !== null);
  const changed = change(former);
  let place = 0;
  const kept = items.flatMap((item, index) => {
    if (texts[index] === null) return [item];
    const text = changed[place++];
    if (text === undefined) return [];
    return [text === texts[index] ? item : encode({ field, text }, item, items)];
  });
  const added = changed.slice(former.length).map((text) => encode({ field, text }, null, items));
  return [...kept, ...added];
}
