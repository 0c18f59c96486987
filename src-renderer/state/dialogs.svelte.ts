/** The dialogs of the window. */
export type DialogName =
  | 'review'
  | 'history'
  | 'settings'
  | 'doctor'
  | 'about'
  | 'folders'
  | 'shortcuts'
  | 'training'
  | 'retrain'
  | 'network'
  | 'genres'
  | 'namings'
  | 'genreProfile'
  | 'export';

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

  show(name: DialogName): void {
    this.open = name;
  }

  close(): void {
    this.open = null;
  }

  confirm(confirmation: Confirmation): void {
    this.confirmation = confirmation;
  }
}
