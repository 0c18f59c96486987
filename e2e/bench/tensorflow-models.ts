/** The part of TensorFlow.js that the comparison uses. */
export interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  input(options: { readonly shape: readonly number[] }): Symbolic;
  model(options: { readonly inputs: Symbolic; readonly outputs: Symbolic }): Model;
  readonly layers: Readonly<Record<string, (options?: Readonly<Record<string, unknown>>) => Layer>>;
  randomNormal(shape: readonly number[]): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  tensor1d(values: readonly number[], type: string): Tensor;
}

/** A layer's output before there are numbers. */
interface Symbolic {
  readonly shape: readonly (number | null)[];
}

interface Layer {
  apply(inputs: Symbolic | readonly Symbolic[]): Symbolic;
}

interface Tensor {
  dispose(): void;
}

interface Model {
  compile(options: Readonly<Record<string, unknown>>): void;
  trainOnBatch(inputs: Tensor, targets: Tensor): Promise<unknown>;
  dispose(): void;
}

/** One step of a model, again and again on the same batch. */
export interface PeerStep {
  run(): Promise<unknown>;
  dispose(): void;
}

type Step = readonly [layer: string, options?: Readonly<Record<string, unknown>>];
/** Appends layers to an input, or joins several. */
type Append = (inputs: Symbolic | readonly Symbolic[], ...steps: readonly Step[]) => Symbolic;
type Build = (append: Append, input: Symbolic) => Symbolic;

/** 3×3 convolution, pooling, batch norm and ReLU, in the order that ours have. */
const block = (filters: number, poolSize: number | readonly number[]): readonly Step[] => [
  ['conv2d', { filters, kernelSize: 3, padding: 'same', useBias: false }],
  ['maxPooling2d', { poolSize }],
  ['batchNormalization'],
  ['activation', { activation: 'relu' }],
];

/** What mel-cnn and mel-gru have in common: [128, 128, 2] → [16, 128]. */
const melSequence: readonly Step[] = [
  ...block(16, [4, 2]),
  ...block(32, [2, 2]),
  ...block(64, [4, 2]),
  ...block(128, [4, 1]),
  ['reshape', { targetShape: [16, 128] }],
];

const recurrent =
  (kind: 'lstm' | 'gru'): Build =>
  (append, input) =>
    append(
      input,
      [kind, { units: 64, returnSequences: true }],
      [kind, { units: 64 }],
      ['dense', { units: 64, activation: 'relu' }],
      ['dropout', { rate: 0.3 }],
    );

/**
 * The same layers as ours, in Keras's words; GRU without `reset_after`, which TensorFlow.js does not have. The mel
 * networks get the frequency ramp as the input's second channel, mel-cnn's input has no band means to take away, and
 * mel-statistics has mean squares for deviations, ReLU for magnitudes and softplus for the logarithm.
 */
const MODELS: Readonly<Record<string, { readonly shape: readonly number[]; readonly build: Build }>> = {
  'mfcc-ann': {
    shape: [130, 13],
    build: (append, input) =>
      append(
        input,
        ['flatten'],
        ...[512, 256, 64].flatMap((units): Step[] => [
          ['dense', { units, activation: 'relu' }],
          ['dropout', { rate: 0.3 }],
        ]),
      ),
  },
  'mfcc-cnn': {
    shape: [130, 13, 1],
    build: (append, input) =>
      append(
        input,
        ...[3, 3, 2].flatMap((kernelSize): Step[] => [
          ['conv2d', { filters: 32, kernelSize, activation: 'relu' }],
          ['maxPooling2d', { poolSize: kernelSize, strides: 2, padding: 'same' }],
          ['batchNormalization'],
        ]),
        ['flatten'],
        ['dense', { units: 64, activation: 'relu' }],
        ['dropout', { rate: 0.3 }],
      ),
  },
  'mfcc-lstm': { shape: [130, 13], build: recurrent('lstm') },
  'mfcc-gru': { shape: [130, 13], build: recurrent('gru') },
  'spectrogram-cnn': {
    shape: [720, 720, 4],
    build: (append, input) =>
      append(
        input,
        ['conv2d', { filters: 16, kernelSize: 5, strides: 4, padding: 'same', useBias: false }],
        ['maxPooling2d', { poolSize: 2 }],
        ['batchNormalization'],
        ['activation', { activation: 'relu' }],
        ...[32, 64, 128].flatMap((filters) => block(filters, 2)),
        ['globalAveragePooling2d'],
        ['dropout', { rate: 0.3 }],
      ),
  },
  'mel-cnn-3s': {
    shape: [128, 130, 1],
    build: (append, input) =>
      append(
        input,
        ...(
          [
            [32, 2],
            [64, 4],
            [128, 4],
          ] as const
        ).flatMap(([filters, poolSize]): Step[] => [
          ['conv2d', { filters, kernelSize: 3, padding: 'same', activation: 'relu' }],
          ['maxPooling2d', { poolSize }],
          ['dropout', { rate: 0.2 }],
        ]),
        ['flatten'],
        ['dense', { units: 128, activation: 'relu' }],
        ['dropout', { rate: 0.3 }],
      ),
  },
  'mel-cnn': {
    shape: [128, 128, 2],
    build(append, input) {
      const maps = append(
        input,
        ...melSequence,
        ['dropout', { rate: 0.2 }],
        ['conv1d', { filters: 128, kernelSize: 5, padding: 'same', useBias: false }],
        ['batchNormalization'],
        ['activation', { activation: 'relu' }],
      );
      return append(
        [append(maps, ['globalAveragePooling1d']), append(maps, ['globalMaxPooling1d'])],
        ['concatenate'],
        ['dropout', { rate: 0.4 }],
      );
    },
  },
  'mel-gru': {
    shape: [128, 128, 2],
    build(append, input) {
      const sequence = append(input, ...melSequence);
      const states = append(sequence, ['dropout', { rate: 0.2 }], ['gru', { units: 64, returnSequences: true }]);
      const means = [states, sequence].map((each) => append(each, ['globalAveragePooling1d']));
      return append(means, ['concatenate'], ['dropout', { rate: 0.4 }]);
    },
  },
  'mel-statistics': {
    shape: [128, 128],
    build(append, input) {
      const fixed = (units: number, activation = 'linear'): Step => [
        'dense',
        { units, activation, useBias: false, trainable: false },
      ];
      const averaged = (rows: Symbolic) => append(rows, ['globalAveragePooling1d']);
      const momentsOf = (rows: Symbolic) => [averaged(rows), averaged(append([rows, rows], ['multiply']))];
      const pairs = append(input, fixed(64));
      const cepstrum = append(pairs, fixed(20));
      const change = append(cepstrum, ['conv1d', { filters: 20, kernelSize: 2, useBias: false, trainable: false }]);
      const parts = append(input, fixed(16), ['permute', { dims: [2, 1] }], fixed(128));
      const modulation = append([parts, parts], ['multiply'], fixed(8, 'softplus'), ['flatten']);
      const lines = append(input, fixed(126));
      const figures = [
        ...momentsOf(pairs),
        ...momentsOf(cepstrum),
        ...momentsOf(change),
        modulation,
        ...momentsOf(append(lines, ['activation', { activation: 'relu' }], fixed(16))),
        append(averaged(lines), ['activation', { activation: 'relu' }], fixed(16)),
      ];
      return append(
        figures,
        ['concatenate'],
        ['batchNormalization'],
        ['dense', { units: 256, activation: 'relu' }],
        ['dropout', { rate: 0.5 }],
      );
    },
  },
};

/** A model of this name with ten classes, compiled with Adam; null where the comparison has none. */
export function tensorFlowModel(tf: TensorFlow, name: string, batch: number): PeerStep | null {
  const found = MODELS[name];
  if (!found) return null;
  const append: Append = (inputs, ...steps) =>
    steps.reduce<Symbolic | readonly Symbolic[]>(
      (value, [kind, options]) => layerOf(tf, kind, options).apply(value),
      inputs,
    ) as Symbolic;
  const input = tf.input({ shape: found.shape });
  const model = tf.model({
    inputs: input,
    outputs: append(found.build(append, input), ['dense', { units: 10, activation: 'softmax' }]),
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const inputs = tf.randomNormal([batch, ...found.shape]);
  const targets = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: batch }, (_, index) => index % 10),
      'int32',
    ),
    10,
  );
  return {
    run: () => model.trainOnBatch(inputs, targets),
    dispose() {
      for (const each of [inputs, targets, model]) each.dispose();
    },
  };
}

function layerOf(tf: TensorFlow, kind: string, options: Readonly<Record<string, unknown>> = {}): Layer {
  const make = tf.layers[kind];
  if (!make) throw new Error(`TensorFlow.js has no layer ${kind}`);
  return make(options);
}
