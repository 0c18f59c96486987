import { en } from './en/index.ts';

/** Every text of page, menu and native dialogs by its key; errors have their own table in contract/error-codes.ts. */
export type Texts = typeof en;

/** The texts in the language of the app. */
export const texts: Texts = en;
