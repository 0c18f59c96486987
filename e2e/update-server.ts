import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServerIdentity } from '../src-main/testing/file-server.ts';
import { FileServer, sendFile, sendStatus } from '../src-main/testing/file-server.ts';
import type { Place } from './app.ts';

/** The release that a server says it has. */
export interface Release {
  readonly version: string;
  /** Of the file that is sent. */
  readonly bytes: Uint8Array;
  /** Of its name; an AppImage where nothing is said. */
  readonly extension?: 'AppImage' | 'deb';
  readonly stagingPercentage?: number;
}

/** What a release brings, as the server says. */
export const NOTES = 'Added\n\n- <b>Bold</b> claims, as text.';

/** A server of updates on this machine, and an app that was installed as one file. */
export class UpdateServer {
  /** Headers of the requests, in order. */
  readonly headers: IncomingHttpHeaders[] = [];
  /** Paths of the requests, in order. */
  readonly asked: string[] = [];
  /** How requests for the file are answered. */
  file: RequestListener = sendStatus(500);
  /** The lines that the server has of its newest version. */
  #newest = '';
  readonly #server: FileServer;

  private constructor(server: FileServer) {
    this.#server = server;
    server.answer = (request, response) => {
      const path = new URL(request.url ?? '', 'http://127.0.0.1').pathname;
      this.headers.push(request.headers);
      this.asked.push(path);
      if (!path.endsWith('.yml')) return this.file(request, response);
      return sendFile(Buffer.from(this.#newest))(request, response);
    };
  }

  /** @param identity for HTTPS, which a packaged app wants */
  static async start(identity?: ServerIdentity): Promise<UpdateServer> {
    return new UpdateServer(await FileServer.start(sendStatus(500), identity));
  }

  /** The server has this version from now on. */
  offer({ version, bytes, extension = 'AppImage', stagingPercentage }: Release): void {
    const name = `Genrescope-${version}.${extension}`;
    const sha512 = createHash('sha512').update(bytes).digest('base64');
    const facts = { url: name, sha512, size: bytes.length };
    // JSON is YAML.
    this.#newest = JSON.stringify({
      version,
      files: [facts],
      path: name,
      sha512,
      releaseNotes: NOTES,
      stagingPercentage,
    });
    this.file = sendFile(bytes);
  }

  get address(): string {
    return `${this.#server.origin}/`;
  }

  /** How often somebody connected, whatever came of it. */
  get connections(): number {
    return this.#server.connections;
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

/** Makes a file that passes for the installed app, and tells when it is run. @returns the app's environment */
export async function installOneFile(
  { home }: Place,
  server: UpdateServer,
): Promise<{ readonly file: string; readonly environment: Readonly<Record<string, string>> }> {
  const folder = join(home, '..', 'installed');
  await mkdir(folder);
  const config = join(folder, 'app-update.yml');
  await writeFile(config, `provider: generic\nurl: ${server.address}\nupdaterCacheDirName: genrescope-updater\n`);
  const file = join(folder, 'Genrescope.AppImage');
  await writeFile(file, 'the old version');
  await chmod(file, 0o700);
  const environment = {
    GENRESCOPE_UPDATE_CONFIG: config,
    APPIMAGE: file,
    APPDIR: dirname(process.env['GENRESCOPE_ELECTRON_PATH'] ?? ''),
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
  return { file, environment };
}
