import type { App } from 'electron';
import { z } from 'zod';
import type { StartArguments } from './start-arguments.ts';

/** Most paths of one request; a file manager may be told to open everything. */
const MOST_NAMED = 1_000;
const LONGEST_PATH = 32_768;
/** Characters; systems hand over far less. */
const LARGEST_PACKED = 10_000_000;
/** macOS names the files of one request one by one. */
const TOGETHER_MILLISECONDS = 100;

/** See {@link OpenRequest}. */
export const requestSchema = z.object({
  named: z.array(z.string().max(LONGEST_PATH)).max(MOST_NAMED),
  /** Name of a list of more paths, see `named-list.ts`. */
  list: z.nullable(z.uuid()),
  choosesFolder: z.boolean(),
});

const packedSchema = z.object({ request: z.string().max(LARGEST_PACKED) });

/** What another start of the app, or the system, asks this one for. */
export type OpenRequest = z.infer<typeof requestSchema>;

/** What a start asks for. */
export function requestOf({ named, list, choosesFolder }: StartArguments): OpenRequest {
  const bounded = named.filter((path) => path.length <= LONGEST_PATH).slice(0, MOST_NAMED);
  return { named: bounded, list: z.uuid().safeParse(list).data ?? null, choosesFolder };
}

/** A request as it crosses to the app that runs already: on Linux Electron loses every text that is not Latin-1. */
export function packRequest(request: OpenRequest): Record<string, string> {
  return { request: Buffer.from(JSON.stringify(request)).toString('base64') };
}

/** Null where it is no request. */
function unpackRequest(data: unknown): OpenRequest | null {
  const packed = packedSchema.safeParse(data);
  if (!packed.success) return null;
  try {
    return requestSchema.parse(JSON.parse(Buffer.from(packed.data.request, 'base64').toString()));
  } catch {
    return null;
  }
}

/** Requests to open music that come from outside the window; they wait until somebody answers. */
export class OpenRequests {
  #answer: ((request: OpenRequest) => void) | null = null;
  #named: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Hears the system (macOS, before the app is ready too) and other starts of the app. @param raise shows the window */
  listen(app: Pick<App, 'on'>, raise: () => void): void {
    app.on('open-file', (event, path) => {
      event.preventDefault();
      if (this.#named.length < MOST_NAMED) this.#named.push(path);
      this.#tellSoon();
    });
    app.on('second-instance', (_event, _argv, _workingFolder, data) => {
      raise();
      const request = unpackRequest(data);
      if (request) this.#answer?.(request);
    });
  }

  /** From now on requests are answered. @returns the files that the system has named until now */
  begin(answer: (request: OpenRequest) => void): readonly string[] {
    clearTimeout(this.#timer);
    this.#answer = answer;
    return this.#named.splice(0);
  }

  #tellSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#answer) this.#answer({ named: this.#named.splice(0), list: null, choosesFolder: false });
    }, TOGETHER_MILLISECONDS);
  }
}
