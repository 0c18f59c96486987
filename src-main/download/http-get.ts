/** What a server sent back. Redirects are not followed: who asks decides on them. */
export interface HttpResponse {
  readonly status: number;
  /** A header by its name in lower case; null where the server sent none. */
  header(name: string): string | null;
  /** The bytes as they come; throws where the connection ends early. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection; for a body that nobody reads. */
  close(): void;
}

/**
 * Sends one GET request. The command line and the app have one each: Node's own, and that of Chromium, which knows the
 * system's proxy and certificates.
 * @throws AppError proxy-refused; else whatever the network says, and the signal's abort
 */
export type HttpGet = (
  address: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<HttpResponse>;
