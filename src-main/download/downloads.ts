import { z } from 'zod';
import { AppError } from '../contract/app-error.ts';
import { OFFERED_NETWORKS } from '../contract/networks.ts';
import type { OfferedNetworkName } from '../contract/values.ts';
import type { PinnedFile } from './part-file.ts';

/** A file to fetch, and how. */
export interface Download extends PinnedFile {
  /** A loopback origin that may be asked without HTTPS; null outside tests. */
  readonly testOrigin: string | null;
  readonly patienceMilliseconds: number;
}

const PATIENCE_MILLISECONDS = 30_000;
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}$/;
const ORIGIN = 'GENRESCOPE_DOWNLOAD_ORIGIN';
const PIN = 'GENRESCOPE_DOWNLOAD_PIN';

const pinSchema = z.strictObject({
  bytes: z.int().min(1).max(100_000_000),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  patienceMilliseconds: z.int().min(1).max(PATIENCE_MILLISECONDS).default(PATIENCE_MILLISECONDS),
});

/**
 * Where a network is fetched from, and what it must be. For tests, GENRESCOPE_DOWNLOAD_ORIGIN names a server on this
 * machine in place of the official one, and GENRESCOPE_DOWNLOAD_PIN (JSON) another size and hash, which counts only
 * together with the former.
 * @throws AppError request-invalid where the variables name anything else
 */
export function downloadOf(
  name: OfferedNetworkName,
  environment: Readonly<Record<string, string | undefined>>,
): Download {
  const { address, bytes, sha256 } = OFFERED_NETWORKS[name];
  const origin = environment[ORIGIN] || null;
  if (origin === null) return { address, bytes, sha256, testOrigin: null, patienceMilliseconds: PATIENCE_MILLISECONDS };
  if (!LOOPBACK.test(origin) || !URL.canParse(origin))
    throw new AppError('request-invalid', `${ORIGIN} must be http://127.0.0.1:PORT, an address of this machine.`);
  const testOrigin = new URL(origin).origin;
  const patience = { patienceMilliseconds: PATIENCE_MILLISECONDS };
  const pin = environment[PIN] ? parsePin(environment[PIN]) : { bytes, sha256, ...patience };
  return { ...pin, address: testOrigin + new URL(address).pathname, testOrigin };
}

/** @throws AppError request-invalid */
function parsePin(text: string): z.infer<typeof pinSchema> {
  try {
    return pinSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('request-invalid', `${PIN} must be JSON with bytes and sha256.`, { cause });
  }
}
