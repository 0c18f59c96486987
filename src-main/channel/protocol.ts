import type { z } from 'zod';
import type { Immutable } from '../contract/immutable.ts';

/** One question: what is sent, and what comes back. */
interface QuestionSchemas {
  readonly request: z.ZodType;
  readonly response: z.ZodType;
}

/** What two sides say to one another: questions of the client with the server's responses, and events of the server. */
export interface Protocol {
  readonly questions: Readonly<Record<string, QuestionSchemas>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

/** The names of a protocol's questions. */
export type QuestionName<P extends Protocol> = keyof P['questions'] & string;
/** The names of a protocol's events. */
export type EventName<P extends Protocol> = keyof P['events'] & string;

/** What a question is asked with. */
export type RequestOf<P extends Protocol, Name extends QuestionName<P>> = Immutable<
  z.infer<P['questions'][Name]['request']>
>;
/** What a question is answered with. */
export type ResponseOf<P extends Protocol, Name extends QuestionName<P>> = Immutable<
  z.infer<P['questions'][Name]['response']>
>;
/** What an event tells. */
export type EventOf<P extends Protocol, Name extends EventName<P>> = Immutable<z.infer<P['events'][Name]>>;

/** Hears of one kind of event. */
export type EventListener<P extends Protocol, Name extends EventName<P>> = (payload: EventOf<P, Name>) => void;
