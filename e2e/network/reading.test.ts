import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readNetLog } from './net-log.ts';
import { readPacket } from './packets.ts';

const [TCP, UDP, IGMP, ICMP6, GRE] = [6, 17, 2, 58, 47];

/** The port of a name server, and a question for the addresses of `wpad.example`. */
const LOOKUP = Buffer.from(
  '8000 0035 0000 0000 0001 0100 0001 0000 0000 0000 04 77706164 07 6578616d706c65 00 0001 0001'.replaceAll(' ', ''),
  'hex',
);

function packetV4(protocol: number, content: Buffer): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt8(0x45, 0);
  head.writeUInt8(protocol, 9);
  head.set([198, 51, 100, 7], 16);
  return Buffer.concat([head, content]);
}

function packetV6(protocol: number, content: Buffer): Buffer {
  const head = Buffer.alloc(40);
  head.writeUInt8(0x60, 0);
  head.writeUInt8(protocol, 6);
  head.set([0x20, 0x01, 0x0d, 0xb8], 24);
  head.writeUInt8(0x35, 39);
  return Buffer.concat([head, content]);
}

it('reads lookups, connections and datagrams of both kinds of addresses', () => {
  const web = Buffer.from('800001bb00000000', 'hex');
  expect(readPacket(packetV4(UDP, LOOKUP))).toEqual({ kind: 'lookup', to: '198.51.100.7:53 for wpad.example' });
  expect(readPacket(packetV6(UDP, LOOKUP))).toEqual({
    kind: 'lookup',
    to: '[2001:db8:0:0:0:0:0:35]:53 for wpad.example',
  });
  expect(readPacket(packetV4(TCP, web))).toEqual({ kind: 'tcp', to: '198.51.100.7:443' });
  expect(readPacket(packetV4(UDP, web))).toEqual({ kind: 'udp', to: '198.51.100.7:443' });
  expect(readPacket(packetV4(GRE, web))).toMatchObject({ kind: 'other' });
});

it('passes over what the kernel itself says of its interfaces', () => {
  expect(readPacket(packetV4(IGMP, Buffer.alloc(8)))).toBeNull();
  expect(readPacket(packetV6(ICMP6, Buffer.alloc(8)))).toBeNull();
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-net-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finds lookups and connections in a log of Chromium’s, whole or cut', async () => {
  const file = join(folder, 'log.json');
  const constants = { logEventTypes: { HOST_RESOLVER_MANAGER_REQUEST: 3, TCP_CONNECT_ATTEMPT: 4, URL_REQUEST: 5 } };
  const events = [
    { type: 3, phase: 1, params: { host: 'wpad:80' } },
    { type: 3, phase: 2 },
    { type: 5, phase: 1, params: { url: 'app://genrescope/' } },
    { type: 4, phase: 1, params: { address: '198.51.100.7:443' } },
  ];
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  const words = ['HOST_RESOLVER_MANAGER_REQUEST wpad:80', 'TCP_CONNECT_ATTEMPT 198.51.100.7:443'];
  for (const end of ['],\n"polledData": {}}\n', ',\n{"type": 4, "pha', '']) {
    writeFileSync(file, `{"constants":${JSON.stringify(constants)},\n"events": [\n${lines}${end}`);
    expect(await readNetLog(file)).toEqual(words);
  }
  writeFileSync(file, 'no log');
  await expect(readNetLog(file)).rejects.toThrow();
});
