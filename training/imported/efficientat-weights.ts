import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { EFFICIENTAT_SPEC } from '../../src-main/pipeline/features/known-specs.ts';
import type { Shape } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import { audioSetNetwork, BLOCKS } from '../architectures/efficientat.ts';
import { weightsInvalid } from '../weights/refusal.ts';
import { readPytorchState } from '../weights/pytorch-state.ts';
import type { WeightTensors } from '../weights/weight-tensors.ts';
import type { ImportedNetwork } from './imported-network.ts';
import { importNetwork } from './imported-network.ts';
import { TensorSource } from './tensor-source.ts';

/** Our names of a batch norm's parts, and PyTorch's. */
const NORM_PARTS: Readonly<Record<string, string>> = {
  scale: 'weight',
  offset: 'bias',
  mean: 'running_mean',
  variance: 'running_var',
};

/** Whether a tensor of EfficientAT's state belongs to the finished network: the others count batches. */
export function isEfficientatWeight(name: string): boolean {
  return !name.endsWith('num_batches_tracked');
}

/** {@link importEfficientat} from its authors' file. @throws AppError weights-invalid */
export function readEfficientat(file: Uint8Array): ImportedNetwork {
  return importEfficientat(readPytorchState(file, isEfficientatWeight));
}

/**
 * EfficientAT's MobileNet with the weights of its authors' file, and AudioSet's classes as answers (Schmid, Koutini &
 * Widmer 2023).
 * @param tensors all of those of {@link isEfficientatWeight}
 * @throws AppError weights-invalid where the tensors are not those of this network
 */
export function importEfficientat(tensors: WeightTensors): ImportedNetwork {
  const source = new TensorSource(tensors);
  const classes = tensors.get('classifier.5.bias')?.shape[0];
  if (classes === undefined) throw weightsInvalid('it has no tensor “classifier.5.bias”');
  const imported = importNetwork(audioSetNetwork(classes), inputShape(EFFICIENTAT_SPEC), (name, shape) => {
    const path = name.split('.');
    const part = path.at(-1) ?? '';
    const layer = theirLayer(path.slice(0, -1).join('.'));
    if (path.includes('norm')) return source.take(`${layer}.${NORM_PARTS[part]}`, [sizeAt(shape, 1)]);
    if (path.includes('convolution')) return source.take(`${layer}.weight`, shape);
    return part === 'bias' ? source.take(`${layer}.bias`, shape) : takeDense(source, layer, shape);
  });
  source.finish();
  return imported;
}

/** Theirs is [units, inputs]. */
function takeDense(source: TensorSource, layer: string, [inputs = 0, units = 0]: Shape): Float32Array {
  const theirs = source.take(`${layer}.weight`, [units, inputs]);
  return Float32Array.from(theirs, (_, at) => theirs[(at % units) * inputs + Math.floor(at / units)] as number);
}

/** Layers outside of the blocks. */
const OUTER_LAYERS: Readonly<Record<string, string>> = {
  'first.convolution': 'features.0.0',
  'first.norm': 'features.0.1',
  'last.convolution': `features.${BLOCKS.length + 1}.0`,
  'last.norm': `features.${BLOCKS.length + 1}.1`,
  hidden: 'classifier.2',
  classes: 'classifier.5',
};

/** A layer's name in their file, from ours without its last part: `block4.depthwise.norm` → `features.4.block.1.1`. */
function theirLayer(ours: string): string {
  const [block = '', step = '', kind = ''] = ours.split('.');
  const number = Number(/^block(\d+)$/.exec(block)?.[1]);
  const shape = BLOCKS[number - 1];
  if (!shape) return OUTER_LAYERS[ours] ?? ours;
  // Their steps are numbered; a block has only those that it needs.
  const steps = [
    ...(shape.expanded === shape.filters ? [] : ['expansion']),
    'depthwise',
    ...(shape.squeezes ? ['squeeze'] : []),
    'projection',
  ];
  const stepName = `features.${number}.block.${steps.indexOf(step === 'excitation' ? 'squeeze' : step)}`;
  if (step === 'squeeze') return `${stepName}.conc_se_layers.0.fc1`;
  if (step === 'excitation') return `${stepName}.conc_se_layers.0.fc2`;
  return `${stepName}.${kind === 'norm' ? 1 : 0}`;
}
