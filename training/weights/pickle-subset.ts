import { ByteCursor } from './byte-cursor.ts';
import { PickleMachine } from './pickle-machine.ts';
import type { GlobalName, PickleValue } from './pickle-value.ts';
import { asKind, GLOBAL_NAMES } from './pickle-value.ts';
import { weightsInvalid } from './refusal.ts';
import { nameOf } from './weight-tensors.ts';

const MOST_OPCODES = 500_000;
const PROTO = 0x80;
const PROTOCOL = 2;
const STOP = 0x2e;
const NEWLINE = 0x0a;
const LONGEST_GLOBAL = 100;

/** What an opcode does. The input stands after the opcode's byte. */
type Operation = (machine: PickleMachine, input: ByteCursor) => void;

/** What a state dictionary needs of protocol 2, by the opcodes' bytes and with the names of Python's pickletools. */
const OPERATIONS: Readonly<Record<number, { readonly name: string; readonly run: Operation }>> = {
  0x28: { name: 'MARK', run: (machine) => machine.mark() },
  0x29: { name: 'EMPTY_TUPLE', run: (machine) => machine.push(tuple([])) },
  0x4a: { name: 'BININT', run: (machine, input) => machine.push(input.int32()) },
  0x4b: { name: 'BININT1', run: (machine, input) => machine.push(input.uint8()) },
  0x4d: { name: 'BININT2', run: (machine, input) => machine.push(input.uint16()) },
  0x51: { name: 'BINPERSID', run: (machine) => machine.push({ kind: 'persistent', id: machine.pop() }) },
  0x52: { name: 'REDUCE', run: reduce },
  0x58: { name: 'BINUNICODE', run: (machine, input) => machine.push(nameOf(input.take(input.uint32()))) },
  0x63: { name: 'GLOBAL', run: (machine, input) => machine.push({ kind: 'global', name: readGlobal(input) }) },
  0x68: { name: 'BINGET', run: (machine, input) => machine.recall(input.uint8()) },
  0x6a: { name: 'LONG_BINGET', run: (machine, input) => machine.recall(input.uint32()) },
  0x71: { name: 'BINPUT', run: (machine, input) => machine.remember(input.uint8()) },
  0x72: { name: 'LONG_BINPUT', run: (machine, input) => machine.remember(input.uint32()) },
  0x73: { name: 'SETITEM', run: (machine) => machine.setItems(machine.popMany(2)) },
  0x74: { name: 'TUPLE', run: (machine) => machine.push(tuple(machine.popToMark())) },
  0x75: { name: 'SETITEMS', run: (machine) => machine.setItems(machine.popToMark()) },
  0x7d: { name: 'EMPTY_DICT', run: (machine) => machine.push(dictionary()) },
  0x85: { name: 'TUPLE1', run: (machine) => machine.push(tuple(machine.popMany(1))) },
  0x86: { name: 'TUPLE2', run: (machine) => machine.push(tuple(machine.popMany(2))) },
  0x87: { name: 'TUPLE3', run: (machine) => machine.push(tuple(machine.popMany(3))) },
  0x88: { name: 'NEWTRUE', run: (machine) => machine.push(true) },
  0x89: { name: 'NEWFALSE', run: (machine) => machine.push(false) },
};

/**
 * What a pickle of a state dictionary holds (Python, Lib/pickletools.py). Nothing of it is run: functions and classes are
 * names out of a short list, and calls stay data.
 * @throws AppError weights-invalid where it is damaged, or needs anything else
 */
export function readPickle(bytes: Uint8Array): PickleValue {
  const input = new ByteCursor(bytes, 'its pickle');
  if (input.uint8() !== PROTO || input.uint8() !== PROTOCOL) throw weightsInvalid('its pickle is not of protocol 2');
  const machine = new PickleMachine();
  for (let count = 0; count < MOST_OPCODES; count++) {
    const opcode = input.uint8();
    if (opcode === STOP) return finish(machine, input, bytes.length);
    const operation = OPERATIONS[opcode];
    if (!operation) throw weightsInvalid(`its pickle has the opcode 0x${opcode.toString(16)}, which is not read`);
    operation.run(machine, input);
  }
  throw weightsInvalid(`its pickle has more than ${MOST_OPCODES} opcodes`);
}

function finish(machine: PickleMachine, input: ByteCursor, length: number): PickleValue {
  if (input.position !== length) throw weightsInvalid('its pickle goes on after its end');
  return machine.finish();
}

/** Module and name, a line each. */
function readGlobal(input: ByteCursor): GlobalName {
  const named = `${readLine(input)} ${readLine(input)}`;
  const known = GLOBAL_NAMES.find((name) => name === named);
  if (!known) throw weightsInvalid(`its pickle names “${named}”, which is not read`);
  return known;
}

function readLine(input: ByteCursor): string {
  const bytes: number[] = [];
  while (bytes.length <= LONGEST_GLOBAL) {
    const byte = input.uint8();
    if (byte === NEWLINE) return nameOf(Uint8Array.from(bytes));
    bytes.push(byte);
  }
  throw weightsInvalid('its pickle names a function too long to be one that is read');
}

/** A call, as data; that of an empty ordered dictionary is a dictionary. */
function reduce(machine: PickleMachine): void {
  const [called, given] = machine.popMany(2);
  const name = asKind(called, 'global')?.name;
  const items = asKind(given, 'tuple')?.items;
  if (name === 'collections OrderedDict' && items?.length === 0) machine.push(dictionary());
  else if (name === 'torch._utils _rebuild_tensor_v2' && items) machine.push({ kind: 'call', name, items });
  else throw weightsInvalid(`its pickle calls ${name ? `“${name}” otherwise than is read` : 'what is no function'}`);
}

function tuple(items: readonly PickleValue[]): PickleValue {
  return { kind: 'tuple', items };
}

function dictionary(): PickleValue {
  return { kind: 'dictionary', entries: new Map() };
}
