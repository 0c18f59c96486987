/** A short message to the user. */
export interface Message {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly title: string;
  readonly detail: string;
  readonly actions: readonly MessageAction[];
}

/** What a message offers to do. */
export interface MessageAction {
  readonly label: string;
  readonly run: () => void;
}

/** More errors than this at once nobody reads; the oldest goes. */
const MOST_ERRORS = 3;

/**
 * The messages with a new one, the newest last: it replaces what says the same, and a message that is no error replaces
 * the one before, which it usually answers.
 */
export function withMessage(messages: readonly Message[], added: Message): readonly Message[] {
  const isReplaced = ({ tone, title, detail }: Message) =>
    tone === added.tone && (tone === 'info' || (title === added.title && detail === added.detail));
  const list = [...messages.filter((message) => !isReplaced(message)), added];
  const errors = list.filter(({ tone }) => tone === 'error').slice(-MOST_ERRORS);
  return list.filter((message) => message.tone === 'info' || errors.includes(message));
}
