import type { Random } from '../../../training/random/random.ts';
import { writeZip } from '../../../training/testing/zip-file.ts';
import { readPytorchState } from '../../../training/weights/pytorch-state.ts';
import { readZipEntries } from '../../../training/weights/zip-entries.ts';
import { mutate } from '../mutate.ts';
import type { WeightMutant, WeightSource } from './weight-mutant.ts';
import { isWanted } from './weight-mutant.ts';

/** Opcodes that are read, and some that are not. */
const OPCODES = Buffer.from('()JKMQRXchjqrstu}.\x85\x86\x87\x88\x890aebdilop2', 'latin1');

/** Mutants of a state of PyTorch: the archive as it lies, or an entry, mostly the pickle, under right checksums. */
export function pytorchMutants(file: Uint8Array): Omit<WeightSource, 'name'> {
  const entries = [...readZipEntries(file)];
  const pickle = entries.findIndex(([name]) => name.endsWith('/data.pkl'));
  const original = mutantOf('nothing', false, file);
  const mutant = (random: Random): WeightMutant => {
    const kind = random.uniform();
    if (kind < 0.3) {
      const { bytes, made } = mutate(Buffer.from(file), Buffer.from(file), random);
      return mutantOf(`archive: ${made}`, false, bytes);
    }
    const changed = kind < 0.9 ? pickle : random.index(entries.length);
    const [name, contents] = entries[changed] ?? ['', Buffer.alloc(0)];
    const { bytes, made } = kind < 0.6 ? changeOpcodes(contents, random) : mutateAnywhere(contents, random);
    const sealed = writeZip(entries.map((entry, index) => (index === changed ? [name, bytes] : entry)));
    return mutantOf(`${name}: ${made}`, true, sealed);
  };
  return { original, mutant };
}

function mutantOf(made: string, isSealed: boolean, file: Uint8Array): WeightMutant {
  return { made, isSealed, bytes: file.length, read: () => readPytorchState(file, isWanted) };
}

interface Changed {
  readonly bytes: Buffer;
  readonly made: string;
}

/** The usual changes, but as often in the middle of a long pickle as at its ends. */
function mutateAnywhere(contents: Uint8Array, random: Random): Changed {
  const start = random.index(Math.max(1, contents.length));
  const { bytes, made } = mutate(Buffer.from(contents.subarray(start)), Buffer.from(contents), random);
  return { bytes: Buffer.concat([contents.subarray(0, start), bytes]), made };
}

/** One or two bytes become opcodes. */
function changeOpcodes(contents: Uint8Array, random: Random): Changed {
  const bytes = Buffer.from(contents);
  for (let count = 1 + random.index(2); count > 0 && bytes.length > 0; count--)
    bytes[random.index(bytes.length)] = OPCODES[random.index(OPCODES.length)] ?? 0;
  return { bytes, made: 'opcodes set' };
}
