import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeCheckpoint } from '../../../training/testing/checkpoint-files.ts';
import { madeTensors } from '../../../training/testing/made-tensors.ts';
import { writePytorchState } from '../../../training/testing/pytorch-file.ts';
import { checkpointMutants } from './checkpoint-mutants.ts';
import { pytorchMutants } from './pytorch-mutants.ts';
import type { WeightSource } from './weight-mutant.ts';

const INDEX = '.index';

/** Two made files, and those of paths: `….pt` of PyTorch or `….index` of TensorFlow, with its data beside it. */
export function weightSources(paths: readonly string[]): WeightSource[] {
  const tensors = madeTensors();
  return [
    { name: 'made checkpoint', ...checkpointMutants(writeCheckpoint(tensors)) },
    { name: 'made state', ...pytorchMutants(writePytorchState(tensors, { byteOrder: 'little' })) },
    ...paths.map(sourceOfFile),
  ];
}

function sourceOfFile(path: string): WeightSource {
  const name = join(basename(dirname(path)), basename(path));
  if (path.endsWith('.pt')) return { name, ...pytorchMutants(readFileSync(path)) };
  if (!path.endsWith(INDEX)) throw new Error(`${path} ends neither in .pt nor in ${INDEX}`);
  const data = readFileSync(`${path.slice(0, -INDEX.length)}.data-00000-of-00001`);
  return { name, ...checkpointMutants({ index: readFileSync(path), data }) };
}
