import type { Page } from '@playwright/test';
import type { RequestRecipe } from './requests.ts';
import { materialise } from './recipe.ts';

/** What became of a request. */
export interface Answer {
  readonly name: string;
  /** `ok`, an error's code (with its words where it was not expected), `not sent` (the value cannot leave the page), or `unanswered`. */
  readonly outcome: string;
  readonly milliseconds: number;
}

const PATIENCE_MILLISECONDS = 30_000;

/** Lets a script in the page send requests, all at once. */
export async function askAll(page: Page, requests: readonly RequestRecipe[]): Promise<Answer[]> {
  const sources = [sendAll, materialise].map(String);
  // The compiler names functions by a helper, which the page does not have.
  const script = `(() => { const __name = (named) => named; return (${sources[0]})(${sources[1]}, ${JSON.stringify(requests)}, ${PATIENCE_MILLISECONDS}); })()`;
  return page.evaluate<Answer[]>(script);
}

/** Runs in the page: it uses nothing from outside itself. */
async function sendAll(
  make: typeof materialise,
  requests: readonly RequestRecipe[],
  patience: number,
): Promise<Answer[]> {
  const send = async ({ name, recipe }: RequestRecipe): Promise<Answer> => {
    const began = performance.now();
    let timer = 0;
    const unanswered = new Promise<string>(
      (resolve) => (timer = window.setTimeout(() => resolve('unanswered'), patience)),
    );
    const asked = Promise.resolve()
      .then(() => window.genrescope.invoke(name, make(recipe) as never))
      .then(
        ({ ...answer }) => {
          if (answer.ok) return 'ok';
          const { code, message } = answer.error;
          return code === 'unexpected' ? `${code} ${message}` : code;
        },
        () => 'not sent',
      );
    const outcome = await Promise.race([asked, unanswered]);
    window.clearTimeout(timer);
    return { name, outcome, milliseconds: performance.now() - began };
  };
  return Promise.all(requests.map(send));
}
