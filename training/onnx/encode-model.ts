import type { OperationAttributes, OperationName } from '../autodiff/attributes.ts';
import type { Graph, GraphNode } from '../autodiff/graph.ts';
import type { Constant, DataType, Shape, Tensor } from '../autodiff/tensor.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

/** ONNX operator set and format version that we write; ONNX Runtime 1.17 and later read them. */
const OPSET = 18;
const IR_VERSION = 9;
const ELEMENT_TYPES: Readonly<Record<DataType, number>> = { float32: 1, int64: 7, bool: 9 };

type Attribute = number | string | readonly number[] | Graph;

/** How an operation is written: attributes, and integer lists that ONNX takes as extra inputs. */
interface Encoding {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly operands?: readonly (readonly number[])[];
  /** Inputs behind these are known to us only: what a loop captures, ONNX finds by name. */
  readonly inputCount?: number;
  /** Places of the outputs to write; else all up to the last one that is read. */
  readonly outputs?: readonly number[];
}

type Encoder<Name extends OperationName> = (
  attributes: OperationAttributes[Name],
  isRead: (output: number) => boolean,
) => Encoding;

const plain = (): Encoding => ({});

const ENCODERS: { readonly [Name in OperationName]: Encoder<Name> } = {
  Add: plain,
  Sub: plain,
  Mul: plain,
  Div: plain,
  Neg: plain,
  Exp: plain,
  Log: plain,
  Sqrt: plain,
  Relu: plain,
  Sigmoid: plain,
  Tanh: plain,
  Greater: plain,
  Less: plain,
  Equal: plain,
  MatMul: plain,
  Cast: ({ to }) => ({ attributes: { to: ELEMENT_TYPES[to] } }),
  Transpose: ({ perm }) => ({ attributes: { perm } }),
  Reshape: ({ target }) => ({ operands: [target] }),
  Expand: ({ target }) => ({ operands: [target] }),
  ReduceSum: ({ axes, keepdims }) => ({ attributes: { keepdims: Number(keepdims) }, operands: [axes] }),
  ReduceMax: ({ axes }) => ({ attributes: { keepdims: 0 }, operands: [axes] }),
  Concat: ({ axis }) => ({ attributes: { axis } }),
  Slice: ({ axis, start, end }) => ({ operands: [[start], [end], [axis]] }),
  Conv: ({ pads, strides, group }) => ({ attributes: { pads, strides, group } }),
  ConvTranspose: ({ pads, strides, group, outputPadding }) => ({
    attributes: { pads, strides, group, output_padding: outputPadding },
  }),
  MaxPool: ({ kernel, strides, pads }) => ({ attributes: { kernel_shape: kernel, strides, pads } }),
  ScatterElements: () => ({ attributes: { axis: 0, reduction: 'add' } }),
  LogSoftmax: () => ({ attributes: { axis: -1 } }),
  StopGradient: plain,
  Scan: ({ body, carryCount, sequenceCount, reverse }, isRead) => {
    const directions = (count: number) => Array.from<number>({ length: count }).fill(Number(reverse));
    // What came into every step is stacked up only where a backward pass reads it.
    const outputs = [...body.outputs.keys()].filter((place) => place < carryCount || isRead(place));
    return {
      attributes: {
        body: body.withOutputs(outputs),
        num_scan_inputs: sequenceCount,
        scan_input_directions: directions(sequenceCount),
        scan_output_directions: directions(outputs.length - carryCount),
      },
      inputCount: carryCount + sequenceCount,
      outputs,
    };
  },
  GRU: ({ units }) => ({ attributes: { hidden_size: units, linear_before_reset: 1 } }),
  LSTM: ({ units }) => ({ attributes: { hidden_size: units } }),
};

/** The graph as the bytes of an .onnx file (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
export function encodeModel(graph: Graph, name: string): Uint8Array {
  const model = new ProtobufWriter();
  model.integer(1, IR_VERSION).text(2, 'genrescope');
  model.message(7, (writer) => writeGraph(writer, graph, name));
  model.message(8, (opset) => opset.text(1, '').integer(2, OPSET));
  return model.finish();
}

function writeGraph(writer: ProtobufWriter, graph: Graph, name: string): void {
  const constants = new Map(graph.constants);
  const live = liveNames(graph);
  for (const node of graph.nodes) {
    if (node.outputs.some((output) => live.has(output.name)))
      writer.message(1, (inner) => writeNode(inner, node, { constants, live, scope: name }));
  }
  for (const output of graph.outputs) {
    if (output.name !== output.tensor.name)
      writer.message(1, (inner) => inner.text(1, output.tensor.name).text(2, output.name).text(4, 'Identity'));
  }
  writer.text(2, name);
  for (const [key, constant] of constants) writer.message(5, (inner) => writeConstant(inner, key, constant));
  for (const input of graph.inputs) writer.message(11, (inner) => writeValueInfo(inner, input));
  for (const { name: key, tensor } of graph.outputs) {
    writer.message(12, (inner) => writeValueInfo(inner, { ...tensor, name: key }));
  }
}

/**
 * Names that the outputs depend on. Nodes nobody needs are not written, nor are outputs nobody reads: max
 * pooling without its indices takes a far faster kernel.
 */
function liveNames(graph: Graph): ReadonlySet<string> {
  const live = new Set(graph.outputs.map((output) => output.tensor.name));
  for (const node of graph.nodes.slice().reverse()) {
    if (node.outputs.some((output) => live.has(output.name))) {
      for (const input of node.inputs) live.add(input.name);
    }
  }
  return live;
}

/** What the nodes of one graph share; a loop's body has its own, with names of its own. */
interface Scope {
  readonly constants: Map<string, Constant>;
  readonly live: ReadonlySet<string>;
  readonly scope: string;
}

function writeNode<Name extends OperationName>(
  writer: ProtobufWriter,
  node: GraphNode<Name>,
  { constants, live, scope }: Scope,
): void {
  const isRead = (place: number) => live.has(node.outputs[place]?.name ?? '');
  const { attributes = {}, operands = [], inputCount, outputs } = ENCODERS[node.operation](node.attributes, isRead);
  for (const input of node.inputs.slice(0, inputCount)) writer.text(1, input.name);
  for (const operand of operands) writer.text(1, integerConstant(constants, operand, scope));
  // Outputs are told apart by their place, so only those behind the last one in use can go.
  const written =
    outputs ?? [...node.outputs.keys()].slice(0, node.outputs.findLastIndex((_, place) => isRead(place)) + 1);
  for (const place of written) writer.text(2, node.outputs[place]?.name ?? '');
  writer.text(4, node.operation === 'StopGradient' ? 'Identity' : node.operation);
  for (const [key, value] of Object.entries(attributes))
    writer.message(5, (inner) => writeAttribute(inner, key, value));
}

/** Equal integer lists are stored once. */
function integerConstant(constants: Map<string, Constant>, values: readonly number[], scope: string): string {
  const name = `${scope}_integers_${values.join('_')}`;
  constants.set(name, { data: BigInt64Array.from(values, BigInt), shape: [values.length], dataType: 'int64' });
  return name;
}

function writeAttribute(writer: ProtobufWriter, name: string, value: Attribute): void {
  writer.text(1, name);
  if (typeof value === 'number') writer.integer(3, value).integer(20, 2);
  else if (typeof value === 'string') writer.text(4, value).integer(20, 3);
  else if (!isList(value))
    writer.message(6, (inner) => writeGraph(inner, value, value.freshName('body'))).integer(20, 5);
  else {
    for (const item of value) writer.integer(8, item);
    writer.integer(20, 7);
  }
}

function isList(value: readonly number[] | Graph): value is readonly number[] {
  return Array.isArray(value);
}

function writeConstant(writer: ProtobufWriter, name: string, constant: Constant): void {
  for (const size of constant.shape) writer.integer(1, size);
  writer.integer(2, ELEMENT_TYPES[constant.dataType]).text(8, name);
  const { buffer, byteOffset, byteLength } = constant.data;
  writer.bytes(9, new Uint8Array(buffer, byteOffset, byteLength));
}

function writeValueInfo(writer: ProtobufWriter, tensor: Tensor): void {
  writer.text(1, tensor.name);
  writer.message(2, (type) =>
    type.message(1, (inner) => {
      inner.integer(1, ELEMENT_TYPES[tensor.dataType]);
      inner.message(2, (shape) => writeShape(shape, tensor.shape));
    }),
  );
}

function writeShape(writer: ProtobufWriter, shape: Shape): void {
  for (const size of shape) {
    writer.message(1, (dimension) => (size < 0 ? dimension.text(2, 'batch') : dimension.integer(1, size)));
  }
}
