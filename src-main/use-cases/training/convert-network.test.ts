import { describe, expect, it } from 'vitest';
import { runnerOf } from '../../../training/runtime/onnx-runner.ts';
import { efficientatState } from '../../../training/testing/efficientat-state.ts';
import { writePytorchState } from '../../../training/testing/pytorch-file.ts';
import { convertNetwork } from './convert-network.ts';

const CLASSES = 527;
const FEATURES = 384;
const SHAPE = [128, 1000];
const PATCH = Float32Array.from({ length: SHAPE[0]! * SHAPE[1]! }, (_, at) => Math.sin(at / 50));

describe('weights of a known network', () => {
  it('become a model that computes features', async () => {
    const { name, network, card } = convertNetwork({
      kind: 'pytorch',
      file: writePytorchState(efficientatState(CLASSES)),
    });
    expect(name).toBe('efficientat-mn04');
    // Made-up weights are not their authors’.
    expect(card).toMatchObject({ kind: 'network', name, origin: 'a file of the user', licence: '' });
    const runner = await runnerOf(network, { patches: [-1, ...SHAPE] }, 'cpu', 1);
    const { logits, embedding } = await runner.run({ patches: PATCH });
    await runner.release();
    expect([logits?.length, embedding?.length]).toEqual([CLASSES, FEATURES]);
    expect(embedding?.every(Number.isFinite)).toBe(true);
  });

  it('are refused where they are of another network', () => {
    const tensors = new Map(efficientatState(CLASSES));
    tensors.delete('classifier.5.bias');
    const file = writePytorchState(tensors);
    expect(() => convertNetwork({ kind: 'pytorch', file })).toThrow(/classifier\.5\.bias/);
    const zip = Buffer.from('PK\u0003\u0004 and more');
    expect(() => convertNetwork({ kind: 'pytorch', file: zip })).toThrow();
    expect(() => convertNetwork({ kind: 'tensorflow', index: zip, data: zip })).toThrow();
  });
});
