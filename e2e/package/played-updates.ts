import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PRODUCT } from '../../src-main/packaging/product.ts';
import { selfSigned } from '../../src-main/testing/self-signed.ts';
import { UpdateServer } from '../update-server.ts';
import type { BareDebian } from './bare-debian.ts';
import { USER } from './bare-debian.ts';
import { APP_FOLDER } from './installation.ts';

const CONFIG = `${APP_FOLDER}/resources/app-update.yml`;
const CERTIFICATE = '/tmp/update-server.pem';
/** Where Chromium looks for certificates that an ordinary user trusts. */
const USERS_CERTIFICATES = `/home/${USER}/.pki/nssdb`;
/** What electron-updater would ask for the rights of an administrator, which are not the app's to ask for. */
const RIGHTS_PROGRAMS = ['/usr/bin/pkexec', '/usr/bin/sudo'];
const RIGHTS_ASKED = '/tmp/rights-asked';

/** An update server of this machine, as the installed package names it. */
export class PlayedUpdates {
  readonly server: UpdateServer;
  readonly #debian: BareDebian;
  readonly #certificate: string;

  private constructor(debian: BareDebian, server: UpdateServer, certificate: string) {
    this.#debian = debian;
    this.server = server;
    this.#certificate = certificate;
  }

  /** Begins to serve, by a certificate that nobody trusts yet, and to note who asks for rights. */
  static async start(debian: BareDebian): Promise<PlayedUpdates> {
    const identity = selfSigned();
    const server = await UpdateServer.start(identity);
    const config = `provider: generic\nurl: ${server.address}\nupdaterCacheDirName: ${PRODUCT.name}-updater\n`;
    await writeFile(join(debian.folder, CONFIG), config);
    for (const program of RIGHTS_PROGRAMS) {
      await writeFile(join(debian.folder, program), `#!/bin/sh\necho "$0 $*" >> ${RIGHTS_ASKED}\nexit 1\n`);
      await chmod(join(debian.folder, program), 0o755);
    }
    return new PlayedUpdates(debian, server, identity.cert);
  }

  /** Lets the ordinary user trust the server. */
  async trust(): Promise<void> {
    await writeFile(join(this.#debian.folder, CERTIFICATE), this.#certificate);
    const database = ['-d', `sql:${USERS_CERTIFICATES}`];
    for (const command of [
      // The app may have begun one.
      ['rm', '-rf', USERS_CERTIFICATES],
      ['mkdir', '-p', USERS_CERTIFICATES],
      ['certutil', ...database, '-N', '--empty-password'],
      ['certutil', ...database, '-A', '-n', 'update server', '-t', 'P,,', '-i', CERTIFICATE],
    ]) {
      const { status, stderr } = await this.#debian.runAsUser(command);
      if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
    }
  }

  /** What the installed app wrote into its log. */
  log(): Promise<string> {
    const folder = join(this.#debian.folder, 'home', USER, '.config', PRODUCT.productName, 'logs');
    return readFile(join(folder, `${PRODUCT.name}.log`), 'utf8').catch(() => '');
  }

  /** How programs that give rights were called. */
  rightsAsked(): Promise<string> {
    return readFile(join(this.#debian.folder, RIGHTS_ASKED), 'utf8').catch(() => '');
  }

  /** Takes away what the check itself put into the system. */
  async end(): Promise<void> {
    await this.server.close();
    for (const path of [CONFIG, CERTIFICATE, RIGHTS_ASKED, `/home/${USER}/.pki`, ...RIGHTS_PROGRAMS])
      await rm(join(this.#debian.folder, path), { recursive: true, force: true });
  }
}
