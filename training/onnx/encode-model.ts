import type { OperationName } from '../autodiff/attributes.ts';
import type { Graph, GraphNode } from '../autodiff/graph.ts';
import { OPERATIONS } from '../autodiff/operations/index.ts';
import type { OnnxAttribute } from '../autodiff/operations/onnx-encoding.ts';
import { ELEMENT_TYPES } from '../autodiff/operations/onnx-encoding.ts';
import type { Constant, Shape, TensorType } from '../autodiff/tensor.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

/** ONNX operator set and format version that we write; ONNX Runtime 1.17 and later read them. */
const OPSET = 18;
const IR_VERSION = 9;

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
  for (const input of graph.inputs) writer.message(11, (inner) => writeValueInfo(inner, input.name, input));
  for (const { name: key, tensor } of graph.outputs) {
    writer.message(12, (inner) => writeValueInfo(inner, key, tensor));
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
  const encoding = OPERATIONS[node.operation].encode?.(node.attributes, isRead) ?? {};
  const { operator = node.operation, attributes = {}, operands = [], inputCount, outputs } = encoding;
  for (const input of node.inputs.slice(0, inputCount)) writer.text(1, input.name);
  for (const operand of operands) writer.text(1, integerConstant(constants, operand, scope));
  // Outputs are told apart by their place, so only those behind the last one in use can go.
  const written =
    outputs ?? [...node.outputs.keys()].slice(0, node.outputs.findLastIndex((_, place) => isRead(place)) + 1);
  for (const place of written) writer.text(2, node.outputs[place]?.name ?? '');
  writer.text(4, operator);
  for (const [key, value] of Object.entries(attributes))
    writer.message(5, (inner) => writeAttribute(inner, key, value));
}

/** Equal integer lists are stored once. */
function integerConstant(constants: Map<string, Constant>, values: readonly number[], scope: string): string {
  const name = `${scope}_integers_${values.join('_')}`;
  constants.set(name, { data: BigInt64Array.from(values, BigInt), shape: [values.length], dataType: 'int64' });
  return name;
}

function writeAttribute(writer: ProtobufWriter, name: string, value: OnnxAttribute): void {
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

function writeValueInfo(writer: ProtobufWriter, name: string, tensor: TensorType): void {
  writer.text(1, name);
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
