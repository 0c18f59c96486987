import type { Random } from '../../../training/random/random.ts';
import { writeTable } from '../../../training/testing/table-file.ts';
import type { TableEntry } from '../../../training/weights/leveldb-table.ts';
import { readTable } from '../../../training/weights/leveldb-table.ts';
import type { CheckpointFiles } from '../../../training/weights/tensorflow-checkpoint.ts';
import { readTensorflowCheckpoint } from '../../../training/weights/tensorflow-checkpoint.ts';
import { mutate } from '../mutate.ts';
import type { WeightMutant, WeightSource } from './weight-mutant.ts';
import { isWanted } from './weight-mutant.ts';

/** Mutants of a checkpoint: index or data as they lie, or a block or an entry of the index under right checksums. */
export function checkpointMutants({ index, data }: CheckpointFiles): Omit<WeightSource, 'name'> {
  const entries = readTable(index);
  const original = mutantOf('nothing', false, { index, data });
  const mutant = (random: Random): WeightMutant => {
    const kind = random.uniform();
    if (kind < 0.15) {
      const { bytes, made } = mutate(Buffer.from(data), Buffer.from(index), random);
      return mutantOf(`data: ${made}`, false, { index, data: bytes });
    }
    if (kind < 0.4) {
      const { bytes, made } = mutate(Buffer.from(index), Buffer.from(data), random);
      return mutantOf(`index: ${made}`, false, { index: bytes, data });
    }
    const { table, made } = kind < 0.7 ? withMutantBlock(entries, random) : withMutantEntry(entries, random);
    return mutantOf(made, true, { index: table, data });
  };
  return { original, mutant };
}

function mutantOf(made: string, isSealed: boolean, files: CheckpointFiles): WeightMutant {
  const bytes = files.index.length + files.data.length;
  return { made, isSealed, bytes, read: () => readTensorflowCheckpoint(files, isWanted) };
}

interface MutantTable {
  readonly table: Uint8Array;
  readonly made: string;
}

function withMutantBlock(entries: readonly TableEntry[], random: Random): MutantTable {
  const entriesPerBlock = 1 + random.index(entries.length);
  const changed = random.index(Math.ceil(entries.length / entriesPerBlock) + 2);
  let made = '';
  const change = (contents: Uint8Array, index: number): Uint8Array => {
    if (index !== changed) return contents;
    const mutant = mutate(Buffer.from(contents), Buffer.from(contents), random);
    made = `block ${index}: ${mutant.made}`;
    return mutant.bytes;
  };
  return { table: writeTable(entries, { entriesPerBlock, change }), made };
}

function withMutantEntry(entries: readonly TableEntry[], random: Random): MutantTable {
  const changed = random.index(entries.length);
  const part = random.uniform() < 0.8 ? 'value' : 'key';
  const foreign = Buffer.from(entries[random.index(entries.length)]?.value ?? []);
  const mutant = mutate(Buffer.from(entries[changed]?.[part] ?? []), foreign, random);
  const table = writeTable(
    entries.map((entry, index) => (index === changed ? { ...entry, [part]: mutant.bytes } : entry)),
    { entriesPerBlock: 1 + random.index(entries.length) },
  );
  return { table, made: `${part} ${changed}: ${mutant.made}` };
}
