import type { Session } from 'electron';
import type { UpdateFeed } from './feed.ts';

/** Would tell computers apart; electron-updater decides on staged rollouts by itself. */
const STAGING_HEADER = 'x-user-staging-id';
/** No server can listen at port 0. */
const CLOSED = { mode: 'fixed_servers', proxyRules: '127.0.0.1:0', proxyBypassRules: '<-loopback>' } as const;

/**
 * The one way of electron-updater's session to the network. It is shut but for the time of one request of the user's, or of
 * the daily one that the user allowed, and then leads to the update server alone.
 */
export class UpdateDoor {
  readonly #session: Session;
  #isOpen = false;

  /** Shuts the session. Must run before its first request. */
  constructor(session: Session, feed: UpdateFeed, log: (message: string) => void) {
    this.#session = session;
    session.webRequest.onBeforeRequest(({ url }, decide) => {
      const isAllowed = this.#isOpen && feed.allows(url);
      if (!isAllowed) log(`update: refused ${url}`);
      decide({ cancel: !isAllowed });
    });
    session.webRequest.onBeforeSendHeaders(({ requestHeaders }, decide) => {
      const sent = Object.entries(requestHeaders).filter(([name]) => name.toLowerCase() !== STAGING_HEADER);
      // Chromium would add the languages of the system.
      decide({ requestHeaders: { ...Object.fromEntries(sent), 'Accept-Language': '*' } });
    });
  }

  /** Does something for which the door is open; afterwards nothing is connected any more. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#session.setProxy({ mode: 'system' });
    this.#isOpen = true;
    try {
      return await work();
    } finally {
      await this.shut();
    }
  }

  /** Ends every connection. */
  async shut(): Promise<void> {
    this.#isOpen = false;
    await this.#session.setProxy(CLOSED);
    await this.#session.closeAllConnections();
  }
}
