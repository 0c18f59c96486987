/** What a person reads: what happened, what was not lost, what to do. */
export interface ErrorText {
  readonly title: string;
  readonly advice: string;
}
