import { AppError } from '../../contract/app-error.ts';
import type { Decoder } from './decoder.ts';

/** MD5 over the audio packets as they are stored: the same whatever the tags say. @throws AppError file-corrupt, and what the decoder says */
export async function packetMd5(path: string, decoder: Decoder): Promise<string> {
  const args = ['-v', 'error', '-nostdin', '-protocol_whitelist', 'file,pipe,fd', '-i', `file:${path}`, '-map', '0:a', '-c', 'copy', '-f', 'md5', 'pipe:1'];
  const output = (await decoder.run(args)).toString('latin1').trim();
  if (!/^MD5=[0-9a-f]{32}$/.test(output)) throw new AppError('file-corrupt', 'The audio packets cannot be read.');
  return output;
}
