/** A part of a line of Markdown. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly content: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly content: readonly Inline[] }
  | { readonly kind: 'link'; readonly target: string; readonly content: readonly Inline[] };

/** A block of a page of Markdown. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly id: string; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'table'; readonly head: TableRow; readonly rows: readonly TableRow[] }
  | { readonly kind: 'image'; readonly alt: string; readonly target: string };

/** The cells of a row. */
export type TableRow = readonly (readonly Inline[])[];

/** Markdown that is not in the subset that the pages use. */
export class UnknownMarkdown extends Error {
  /** @param source the text that is not understood */
  constructor(source: string) {
    super(source);
    this.name = 'UnknownMarkdown';
  }
}
