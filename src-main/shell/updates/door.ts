import type { ClientRequest } from 'electron';
import type { AppUpdater } from 'electron-updater';
import { AppError } from '../../contract/app-error.ts';
import type { UpdateFeed } from './feed.ts';

/** Would tell computers apart; electron-updater decides on staged rollouts by itself. */
const STAGING_HEADER = 'x-user-staging-id';
/** No server can listen at port 0. */
const CLOSED = { mode: 'fixed_servers', proxyRules: '127.0.0.1:0', proxyBypassRules: '<-loopback>' } as const;

/** What makes electron-updater's requests. */
interface RequestMaker {
  createRequest(options: object, callback: (response: unknown) => void): ClientRequest;
}

/**
 * The one way of electron-updater's session to the network. It is shut but for the time of one request of the user's, or of
 * the daily one that the user allowed, and then leads to the update server alone.
 */
export class UpdateDoor {
  readonly #updater: AppUpdater;
  #isOpen = false;
  /** Made since the door was opened. */
  #requests: ClientRequest[] = [];

  /** Shuts the session. Must run before its first request. */
  constructor(updater: AppUpdater, feed: UpdateFeed, log: (message: string) => void) {
    this.#updater = updater;
    const { webRequest } = updater.netSession;
    webRequest.onBeforeRequest(({ url }, decide) => {
      const isAllowed = this.#isOpen && feed.allows(url);
      if (!isAllowed) log(`update: refused ${url}`);
      decide({ cancel: !isAllowed });
    });
    webRequest.onBeforeSendHeaders(({ requestHeaders }, decide) => {
      const sent = Object.entries(requestHeaders).filter(([name]) => name.toLowerCase() !== STAGING_HEADER);
      // Chromium would add the languages of the system.
      decide({ requestHeaders: { ...Object.fromEntries(sent), 'Accept-Language': '*' } });
    });
    this.#noteRequests(requestMakerOf(updater));
  }

  /**
   * Does something for which the door is open; afterwards nothing is connected any more.
   * @param milliseconds after which it is shut at once, so that the work fails; null where the work ends by itself
   */
  async during<Result>(milliseconds: number | null, work: () => Promise<Result>): Promise<Result> {
    await this.#updater.netSession.setProxy({ mode: 'system' });
    this.#isOpen = true;
    const timer = milliseconds === null ? undefined : setTimeout(() => this.#slam(), milliseconds);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      this.#isOpen = false;
      this.#requests = [];
      await this.#updater.netSession.setProxy(CLOSED);
      await this.#updater.netSession.closeAllConnections();
    }
  }

  /** electron-updater has no limit of time, and waits for an error, which Electron does not send of what the app ends. */
  #slam(): void {
    this.#isOpen = false;
    for (const request of this.#requests) {
      request.abort();
      request.emit('error', new Error('The request timed out.'));
    }
  }

  #noteRequests(maker: RequestMaker): void {
    const create = maker.createRequest.bind(maker);
    maker.createRequest = (...args) => {
      const request = create(...args);
      this.#requests.push(request);
      return request;
    };
  }
}

/** electron-updater's types leave it out. @throws AppError update-unavailable where it is another one */
function requestMakerOf(updater: AppUpdater): RequestMaker {
  const maker: unknown = Reflect.get(updater, 'httpExecutor');
  if (isRequestMaker(maker)) return maker;
  throw new AppError('update-unavailable', 'electron-updater makes its requests in another way.');
}

function isRequestMaker(value: unknown): value is RequestMaker {
  return (
    typeof value === 'object' && value !== null && 'createRequest' in value && typeof value.createRequest === 'function'
  );
}
