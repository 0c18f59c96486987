import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { toErrorData } from '../../src-main/contract/app-error.ts';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { campaignDecoder } from './campaign-decoder.ts';
import type { DecoderKind, DriverCommand, DriverReply } from './protocol.ts';
import { batchesOf, bringBack, recoverFiles, writeBatch } from './tag-writer.ts';

/** The process that the campaigns hurt: takes commands, one JSON line each, and answers in lines. */
const decoders = new Map<DecoderKind, Decoder>();

function say(reply: DriverReply): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

/** The most memory this process had. `maxRSS` would count what its parent had when it started this one. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;
}

/** @returns how many files it was about */
async function perform(command: DriverCommand): Promise<number> {
  if (command.operation === 'recover') return recoverFiles(command.root);
  if (command.operation === 'undo') {
    let broughtBack = 0;
    for (const { batchId, files, undone } of await batchesOf(command.root)) {
      if (files > undone)
        broughtBack += await bringBack(command.root, batchId, (outcome) => say({ kind: 'file', ...outcome }));
    }
    return broughtBack;
  }
  const decoder = decoders.get(command.decoder) ?? campaignDecoder(command.decoder);
  decoders.set(command.decoder, decoder);
  let written = 0;
  await writeBatch({ ...command, decoder }, (outcome) => {
    if (outcome.code === null) written += 1;
    say({ kind: 'file', ...outcome });
  });
  return written;
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const count = await perform(JSON.parse(line) as DriverCommand);
    say({ kind: 'done', count, peakBytes: peakBytes() });
  } catch (error) {
    say({ kind: 'threw', ...toErrorData(error) });
  }
}
