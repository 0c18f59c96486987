import { describe, expect, it } from 'vitest';
import { Graph } from '../graph.ts';
import { scan } from './scan.ts';
import { add, exp, mul, sum } from './index.ts';

describe('an operation', () => {
  it('puts an operation into the innermost graph of its operands', () => {
    const graph = new Graph();
    const outer = graph.input('outer', [2]);
    const body = graph.child();
    const inner = body.input('inner', [2]);
    expect(add(outer, inner).graph).toBe(body);
    expect(add(inner, outer).graph).toBe(body);
    expect(mul(outer, 2).graph).toBe(graph);
    expect([graph.nodes, body.nodes].map((nodes) => nodes.length)).toEqual([1, 2]);
    expect([...graph.constants.values()].map(({ data }) => [...data])).toEqual([[2]]);
  });

  it('keeps what a step makes of captured values alone within the step', () => {
    const graph = new Graph();
    const [items, weight] = ['items', 'weight'].map((name) => graph.input(name, [2]));
    scan({ carries: [], sequences: [items!], captures: [weight!] }, (_carries, [item], [captured]) => ({
      carries: [],
      outputs: [add(item!, sum(exp(captured!)))],
    }));
    expect(graph.nodes.map(({ operation }) => operation)).toEqual(['Scan']);
  });

  it('refuses operands of graphs that do not see each other, and numbers alone', () => {
    const graph = new Graph();
    const [left, right] = [graph.child().input('left', [2]), graph.child().input('right', [2])];
    expect(() => add(left, right)).toThrow('different graphs');
    expect(() => add(left, new Graph().input('elsewhere', [2]))).toThrow('different graphs');
    expect(() => add(1, 2)).toThrow('no graph');
  });
});
