/** The part of TensorFlow.js that the comparison uses. */
export interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  sequential(): Sequential;
  readonly layers: Readonly<Record<string, (options?: Readonly<Record<string, unknown>>) => unknown>>;
  randomNormal(shape: readonly number[]): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  tensor1d(values: readonly number[], type: string): Tensor;
}

interface Tensor {
  dispose(): void;
}

interface Sequential {
  add(layer: unknown): void;
  compile(options: Readonly<Record<string, unknown>>): void;
  trainOnBatch(inputs: Tensor, targets: Tensor): Promise<unknown>;
  dispose(): void;
}

/** One step of a model, again and again on the same batch. */
export interface PeerStep {
  run(): Promise<unknown>;
  dispose(): void;
}

type Layers = TensorFlow['layers'];
type Build = (add: (layer: unknown) => void, layers: Layers) => void;

const layer = (layers: Layers, name: string, options: Readonly<Record<string, unknown>> = {}): unknown => layers[name]?.(options);

/** The same layers as ours, in Keras's words; GRU without `reset_after`, which TensorFlow.js does not have. */
const MODELS: Readonly<Record<string, { readonly shape: readonly number[]; readonly build: Build }>> = {
  'mfcc-ann': {
    shape: [130, 13],
    build(add, layers) {
      add(layer(layers, 'flatten', { inputShape: [130, 13] }));
      for (const units of [512, 256, 64]) {
        add(layer(layers, 'dense', { units, activation: 'relu' }));
        add(layer(layers, 'dropout', { rate: 0.3 }));
      }
    },
  },
  'mfcc-cnn': {
    shape: [130, 13, 1],
    build(add, layers) {
      for (const [index, kernelSize] of [3, 3, 2].entries()) {
        add(layer(layers, 'conv2d', { filters: 32, kernelSize, activation: 'relu', ...(index === 0 ? { inputShape: [130, 13, 1] } : {}) }));
        add(layer(layers, 'maxPooling2d', { poolSize: kernelSize, strides: 2, padding: 'same' }));
        add(layer(layers, 'batchNormalization'));
      }
      add(layer(layers, 'flatten'));
      add(layer(layers, 'dense', { units: 64, activation: 'relu' }));
      add(layer(layers, 'dropout', { rate: 0.3 }));
    },
  },
  'mfcc-lstm': { shape: [130, 13], build: recurrent('lstm') },
  'mfcc-gru': { shape: [130, 13], build: recurrent('gru') },
  'mel-cnn-3s': {
    shape: [128, 130, 1],
    build(add, layers) {
      for (const [index, [filters, poolSize]] of ([[32, 2], [64, 4], [128, 4]] as const).entries()) {
        add(layer(layers, 'conv2d', { filters, kernelSize: 3, padding: 'same', activation: 'relu', ...(index === 0 ? { inputShape: [128, 130, 1] } : {}) }));
        add(layer(layers, 'maxPooling2d', { poolSize }));
        add(layer(layers, 'dropout', { rate: 0.2 }));
      }
      add(layer(layers, 'flatten'));
      add(layer(layers, 'dense', { units: 128, activation: 'relu' }));
      add(layer(layers, 'dropout', { rate: 0.3 }));
    },
  },
};

function recurrent(kind: 'lstm' | 'gru'): Build {
  return (add, layers) => {
    add(layer(layers, kind, { units: 64, returnSequences: true, inputShape: [130, 13] }));
    add(layer(layers, kind, { units: 64 }));
    add(layer(layers, 'dense', { units: 64, activation: 'relu' }));
    add(layer(layers, 'dropout', { rate: 0.3 }));
  };
}

/** A model of this name with ten classes, compiled with Adam; null where the comparison has none. */
export function tensorFlowModel(tf: TensorFlow, name: string, batch: number): PeerStep | null {
  const found = MODELS[name];
  if (!found) return null;
  const model = tf.sequential();
  found.build((each) => model.add(each), tf.layers);
  model.add(tf.layers['dense']?.({ units: 10, activation: 'softmax' }));
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const inputs = tf.randomNormal([batch, ...found.shape]);
  const targets = tf.oneHot(tf.tensor1d(Array.from({ length: batch }, (_, index) => index % 10), 'int32'), 10);
  return {
    run: () => model.trainOnBatch(inputs, targets),
    dispose() {
      for (const each of [inputs, targets, model]) each.dispose();
    },
  };
}
