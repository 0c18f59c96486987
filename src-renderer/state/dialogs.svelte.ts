/** The dialogs of the window. */
export type DialogName =
  | 'review'
  | 'history'
  | 'settings'
  | 'doctor'
  | 'about'
  | 'folders'
  | 'shortcuts'
  | 'help'
  | 'training'
  | 'retrain'
  | 'network'
  | 'update'
  | 'news'
  | 'genres'
  | 'namings'
  | 'genreProfile'
  | 'export';

/** Those in which labels or genres are changed. */
const WITH_STEPS: readonly DialogName[] = ['review', 'history', 'retrain', 'genreProfile', 'genres'];

/** A question before an action with consequences. */
export interface Confirmation {
  readonly title: string;
  readonly detail: string;
  readonly action: string;
  readonly confirmed: () => void;
}

/** Which dialog is open. */
export class Dialogs {
  open = $state.raw<DialogName | null>(null);
  confirmation = $state.raw<Confirmation | null>(null);
  /** The page that the help shows: the name of a file in docs/ without its ending. */
  helpPage = $state.raw('guide');

  /** Whether neither a dialog nor a question is open. */
  get isFree(): boolean {
    return this.open === null && this.confirmation === null;
  }

  /** Whether steps can be undone and redone where the user is. */
  get hasSteps(): boolean {
    return this.confirmation === null && (this.open === null || WITH_STEPS.includes(this.open));
  }

  show(name: DialogName): void {
    this.open = name;
  }

  /** Opens the help at a page. */
  showHelp(page: string): void {
    this.helpPage = page;
    this.show('help');
  }

  close(): void {
    this.open = null;
  }

  confirm(confirmation: Confirmation): void {
    this.confirmation = confirmation;
  }
}
