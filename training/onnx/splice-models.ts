import { readFields } from '../../src-main/formats/protobuf-fields.ts';
import type { ProtobufField } from '../../src-main/formats/protobuf-fields.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

/** Field numbers of onnx.proto. */
const MODEL = { graph: 7, opset: 8 } as const;
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, name: 3 } as const;
const TENSOR_NAME = 8;
const VALUE_NAME = 1;
const OPSET = { domain: 1, version: 2 } as const;

type BytesField = Extract<ProtobufField, { bytes: Uint8Array }>;

/** How values of the first model are called in the joined one, and which of its outputs stay outputs. */
export interface Splice {
  readonly rename: (name: string) => string;
  readonly keptOutputs: readonly string[];
}

/**
 * Two ONNX models as one: all of the first, then the second, whose inputs are values of the first one by their new names.
 * Inputs of the joined model are the first one's. The first one's nodes have no graphs of their own in attributes.
 * @throws RangeError on a cut file, or where the two are written in different operator sets
 */
export function spliceModels(first: Uint8Array, second: Uint8Array, { rename, keptOutputs }: Splice): Uint8Array {
  if (opsetOf(first) !== opsetOf(second)) throw new RangeError('the models are written in different operator sets');
  const [graph, tail] = [graphOf(first), graphOf(second)];
  const kept = graph.filter(({ field, bytes }) => field === GRAPH.output && keptOutputs.includes(nameIn(bytes)));
  const writer = new ProtobufWriter();
  for (const { field, bytes } of graph) {
    if (field === GRAPH.node) writer.bytes(field, renamed(bytes, [NODE.input, NODE.output], rename));
    else if (field === GRAPH.initializer) writer.bytes(field, renamed(bytes, [TENSOR_NAME], rename));
    else if (field === GRAPH.input) writer.bytes(field, renamed(bytes, [VALUE_NAME], rename));
  }
  for (const { field, bytes } of tail) if (field !== GRAPH.input) writer.bytes(field, bytes);
  for (const { bytes } of kept) writer.bytes(GRAPH.output, renamed(bytes, [VALUE_NAME], rename));
  return withGraph(second, writer.finish());
}

/** The outputs of an ONNX model, by name. @throws RangeError on a cut file */
export function outputNames(model: Uint8Array): string[] {
  return graphOf(model).flatMap(({ field, bytes }) => (field === GRAPH.output ? [nameIn(bytes)] : []));
}

function graphOf(model: Uint8Array): BytesField[] {
  const graph = bytesFields(model).find(({ field }) => field === MODEL.graph);
  return graph ? bytesFields(graph.bytes) : [];
}

function bytesFields(message: Uint8Array): BytesField[] {
  return [...readFields(message)].filter((each): each is BytesField => 'bytes' in each);
}

/** Of the operators that come with ONNX; 0 where the file names none. */
function opsetOf(model: Uint8Array): number {
  for (const { field, bytes } of bytesFields(model)) {
    if (field !== MODEL.opset) continue;
    const fields = [...readFields(bytes)];
    const isOther = fields.some((each) => each.field === OPSET.domain && 'bytes' in each && each.bytes.length > 0);
    const version = fields.find((each) => each.field === OPSET.version);
    if (!isOther && version && 'integer' in version) return Number(version.integer);
  }
  return 0;
}

function nameIn(value: Uint8Array): string {
  const name = bytesFields(value).find(({ field }) => field === VALUE_NAME);
  return new TextDecoder().decode(name?.bytes);
}

/** A message with some of its texts changed; names of nodes, which nothing reads, are left out. */
function renamed(message: Uint8Array, texts: readonly number[], rename: (name: string) => string): Uint8Array {
  const isNode = texts.includes(NODE.output);
  return rewritten(message, (writer, each) => {
    if (!('bytes' in each)) return false;
    if (isNode && each.field === NODE.name) return true;
    if (!texts.includes(each.field)) return false;
    const name = new TextDecoder().decode(each.bytes);
    // An operand that a node does without has no name.
    writer.text(each.field, name === '' ? '' : rename(name));
    return true;
  });
}

function withGraph(model: Uint8Array, graph: Uint8Array): Uint8Array {
  return rewritten(model, (writer, each) => {
    if (each.field !== MODEL.graph) return false;
    writer.bytes(MODEL.graph, graph);
    return true;
  });
}

/** @param change writes a field otherwise, and says whether it did */
function rewritten(message: Uint8Array, change: (writer: ProtobufWriter, field: ProtobufField) => boolean): Uint8Array {
  const writer = new ProtobufWriter();
  for (const each of readFields(message)) {
    if (change(writer, each)) continue;
    if ('bytes' in each) writer.bytes(each.field, each.bytes);
    else if ('integer' in each) writer.integer(each.field, each.integer);
    else writer.fixed32(each.field, each.fixed32);
  }
  return writer.finish();
}
