import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from '../../../training/onnx/protobuf-writer.ts';
import { AppError } from '../../contract/app-error.ts';
import { requireSelfContained } from './require-self-contained.ts';
import { createSession } from './session.ts';

const SHIPPED = await readFile(resolve(import.meta.dirname, '../../../resources/models/mel-statistics/model.onnx'));

const message = (fill: (writer: ProtobufWriter) => void): Uint8Array => {
  const writer = new ProtobufWriter();
  fill(writer);
  return writer.finish();
};
/** A message within others, whose field numbers are given from the outside. */
const within = (fields: readonly number[], inner: Uint8Array): Uint8Array =>
  fields.reduceRight((bytes, field) => message((writer) => writer.bytes(field, bytes)), inner);

/** TensorProto: six floats, the first entry of external_data, and data_location. */
const INSIDE = message((tensor) => tensor.integer(2, 1).text(8, 'weights').bytes(9, new Uint8Array(24)));
const entry = message((writer) => writer.text(1, 'location').text(2, 'secret.txt'));
const NAMES_A_FILE = message((tensor) => tensor.integer(2, 1).bytes(13, entry));
const LIES_ELSEWHERE = message((tensor) => tensor.integer(2, 1).integer(14, 1));

const PLACES: readonly [string, readonly number[]][] = [
  ['an initializer', [7, 5]],
  ['the values of a sparse initializer', [7, 15, 1]],
  ['the indices of a sparse initializer', [7, 15, 2]],
  ['a node’s attribute', [7, 1, 5, 5]],
  ['a node’s list of tensors', [7, 1, 5, 10]],
  ['a node’s sparse tensor', [7, 1, 5, 22, 1]],
  ['a node’s list of sparse tensors', [7, 1, 5, 23, 2]],
  ['a graph within a node', [7, 1, 5, 6, 5]],
  ['a list of graphs within a node', [7, 1, 5, 11, 1, 5, 5]],
  ['a graph within a graph within a graph', [7, 1, 5, 6, 1, 5, 6, 1, 5, 6, 5]],
  ['a function’s node', [25, 7, 5, 5]],
  ['a function’s default', [25, 11, 5]],
  ['a graph within a function', [25, 7, 5, 6, 5]],
  ['a training’s first graph', [20, 1, 5]],
  ['a training’s algorithm', [20, 2, 1, 5, 5]],
];

describe('a tensor in another file', () => {
  it.each(PLACES)('is refused as %s', (_place, fields) => {
    expect(() => requireSelfContained(within(fields, INSIDE))).not.toThrow();
    for (const tensor of [NAMES_A_FILE, LIES_ELSEWHERE])
      expect(() => requireSelfContained(within(fields, tensor))).toThrow(
        expect.objectContaining({ code: 'model-invalid', message: expect.stringContaining('another file') }),
      );
  });

  it('is refused however its location is written', () => {
    const graph = (tensor: Uint8Array) => within([7, 5], tensor);
    expect(() => requireSelfContained(graph(message((tensor) => tensor.integer(14, 0))))).not.toThrow();
    for (const location of [1, 2, -1, 2 ** 32 + 1])
      expect(() => requireSelfContained(graph(message((tensor) => tensor.integer(14, location))))).toThrow(AppError);
    // One in more bytes than it needs, as bytes, and in a second piece of the same graph.
    expect(() => requireSelfContained(graph(Uint8Array.of(14 * 8, 0x81, 0x80, 0)))).toThrow(AppError);
    expect(() => requireSelfContained(graph(message((tensor) => tensor.text(14, ''))))).toThrow(AppError);
    expect(() => requireSelfContained(Buffer.concat([graph(INSIDE), graph(LIES_ELSEWHERE)]))).toThrow(AppError);
  });

  it('never comes to a session', async () => {
    // Without the check, ONNX Runtime makes a session of it that answers with the file's first bytes.
    await expect(createSession(leakingModel('package.json'), { provider: 'cpu', threads: 1 })).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('another file'),
    });
  });
});

/** A whole model that answers with the first four bytes of a file. */
function leakingModel(path: string): Uint8Array {
  const floats = (name: string) =>
    message((value) =>
      value.text(1, name).message(2, (type) => type.message(1, (tensor) => tensor.integer(1, 1).message(2, oneLong))),
    );
  const oneLong = (shape: ProtobufWriter) => shape.message(1, (dimension) => dimension.integer(1, 1));
  const tensor = message((writer) =>
    writer
      .integer(1, 1)
      .integer(2, 1)
      .text(8, 'secret')
      .message(13, (each) => each.text(1, 'location').text(2, path))
      .integer(14, 1),
  );
  const node = message((writer) => writer.text(1, 'patches').text(1, 'secret').text(2, 'logits').text(4, 'Add'));
  const graph = message((writer) =>
    writer.bytes(1, node).text(2, 'leak').bytes(5, tensor).bytes(11, floats('patches')).bytes(12, floats('logits')),
  );
  const opset = message((writer) => writer.text(1, '').integer(2, 17));
  return message((writer) => writer.integer(1, 8).bytes(7, graph).bytes(8, opset));
}

describe('a damaged file', () => {
  it.each([
    ['a cut number', Uint8Array.of(8, 0x80)],
    ['a cut message', Uint8Array.of(7 * 8 + 2, 5, 1)],
    ['a length beyond all files', Uint8Array.of(7 * 8 + 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)],
    ['a negative length', Uint8Array.of(7 * 8 + 2, ...Array.from({ length: 9 }, () => 0xff), 1)],
    ['a group', Uint8Array.of(7 * 8 + 3, 7 * 8 + 4)],
    ['a field without a number', Uint8Array.of(0, 0)],
    ['a field beyond all numbers', Uint8Array.of(0xba, 0x80, 0x80, 0x80, 0x80, 1, 0)],
    ['a graph that is a number', Uint8Array.of(7 * 8, 1)],
    ['text', Buffer.from('no network')],
  ])('is refused: %s', (_kind, bytes) =>
    expect(() => requireSelfContained(bytes)).toThrow(expect.objectContaining({ code: 'model-invalid' })),
  );

  it('is refused wherever a shipped network is cut within its graph', () => {
    expect(() => requireSelfContained(SHIPPED)).not.toThrow();
    const graphEnd = SHIPPED.length - 32;
    for (let length = 64; length < graphEnd; length += 997)
      expect(() => requireSelfContained(SHIPPED.subarray(0, length))).toThrow(AppError);
  });

  it('is refused where it is nested too deeply, has too many parts, or is in another format', () => {
    const deep = Array.from({ length: 3000 }, () => [1, 5, 6]).flat();
    expect(() => requireSelfContained(within([7, ...deep.slice(0, 60)], new Uint8Array(0)))).not.toThrow();
    for (const length of [120, deep.length])
      expect(() => requireSelfContained(within([7, ...deep.slice(0, length)], new Uint8Array(0)))).toThrow(
        expect.objectContaining({ message: expect.stringContaining('nested') }),
      );
    const many = Buffer.alloc(6_000_000, Uint8Array.of(8, 1));
    expect(() => requireSelfContained(within([7, 5], many))).toThrow(
      expect.objectContaining({ message: expect.stringContaining('parts') }),
    );
    expect(() => requireSelfContained(Buffer.from('\u0008\u0008\u0012\u0008ORTM1234', 'latin1'))).toThrow(
      expect.objectContaining({ message: expect.stringContaining('format') }),
    );
  });
});
