import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Call, Fault } from './fault-kinds.ts';
import { CALLS, FAULTS } from './fault-kinds.ts';

const BYTES = 65_536;
const AT = 8;
const FAULT = 16;
const FIRED = 20;
const NAME = { start: 24, end: 64 };
const PATH = { start: 64, end: 512 };
const KINDS = 512;

/** What the shim saw. */
export interface ShimReport {
  readonly calls: readonly Call[];
  readonly fired: boolean;
  readonly fault: Fault;
  /** The call that went wrong, and its path where it has one. */
  readonly name: string;
  readonly path: string;
}

/** The file through which campaign and shim speak: `struct control` of fault-shim.c. Whole before a process starts. */
export class ShimControl {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
    this.#write(Buffer.alloc(BYTES), 0, 'w');
  }

  /** Says that the `at`-th call, counted from 1, shall go wrong; 0: none. */
  arm(at: number, fault: Fault): void {
    const bytes = Buffer.alloc(FIRED - AT);
    bytes.writeBigInt64LE(BigInt(at), 0);
    bytes.writeInt32LE(FAULTS.indexOf(fault), FAULT - AT);
    this.#write(bytes, AT, 'r+');
  }

  /** Counts from the start again. */
  reset(): void {
    this.#write(Buffer.alloc(8), 0, 'r+');
  }

  /** What was called so far. */
  read(): ShimReport {
    const bytes = Buffer.alloc(BYTES);
    const handle = openSync(this.file, 'r');
    readSync(handle, bytes, 0, BYTES, 0);
    closeSync(handle);
    const count = Math.min(Number(bytes.readBigInt64LE(0)), BYTES - KINDS);
    const text = ({ start, end }: typeof NAME) => bytes.toString('utf8', start, end).replace(/\0.*$/s, '');
    return {
      calls: [...bytes.subarray(KINDS, KINDS + count)].map((kind) => CALLS[kind] ?? 'none'),
      fired: bytes.readInt32LE(FIRED) > 0,
      fault: FAULTS[bytes.readInt32LE(FAULT)] ?? 'kill-before',
      name: text(NAME),
      path: text(PATH),
    };
  }

  #write(bytes: Buffer, at: number, flags: 'w' | 'r+'): void {
    const handle = openSync(this.file, flags);
    writeSync(handle, bytes, 0, bytes.length, at);
    closeSync(handle);
  }
}
