import koffi from 'koffi';
import type { Packet } from './packets.ts';
import { readPacket } from './packets.ts';

/** Sees every packet at one network interface (Linux; needs the right to open packet sockets). */
export interface PacketWatch {
  /** What was seen until now, in order; each with the seconds since the watch began. */
  seen(): readonly (Packet & { readonly seconds: number })[];
  /** @throws Error where packets came faster than they were read */
  close(): void;
}

const [AF_PACKET, SOCK_DGRAM, SOCK_NONBLOCK, MSG_DONTWAIT] = [17, 2, 2048, 64];
/** ETH_P_ALL, in the network's order of bytes. */
const ALL_PROTOCOLS = 0x0300;
const [SOL_PACKET, PACKET_STATISTICS] = [263, 6];
const POLL_MILLISECONDS = 20;
const LONGEST_READ = 2048;

/** Begins to watch. @throws Error where the system refuses */
export function watchPackets(interfaceName: string): PacketWatch {
  const calls = bindCalls();
  const socket = calls.open(interfaceName);
  const began = Date.now();
  const seen: (Packet & { seconds: number })[] = [];
  const buffer = Buffer.alloc(LONGEST_READ);
  const drain = (): void => {
    for (let size = calls.receive(socket, buffer); size > 0; size = calls.receive(socket, buffer)) {
      const packet = readPacket(buffer.subarray(0, size));
      if (packet) seen.push({ ...packet, seconds: (Date.now() - began) / 1000 });
    }
  };
  const timer = setInterval(drain, POLL_MILLISECONDS);
  return {
    seen() {
      drain();
      return [...seen];
    },
    close() {
      clearInterval(timer);
      const lost = calls.lost(socket);
      calls.close(socket);
      if (lost > 0) throw new Error(`${lost} packets came faster than they were read.`);
    },
  };
}

function bindCalls() {
  const library = koffi.load(null);
  const socket = library.func('int socket(int family, int type, int protocol)');
  const bind = library.func('int bind(int socket, const uint8_t *address, uint32_t size)');
  const recv = library.func('long recv(int socket, _Out_ uint8_t *buffer, size_t size, int flags)');
  const getsockopt = library.func(
    'int getsockopt(int socket, int level, int name, _Out_ uint32_t *value, _Inout_ uint32_t *size)',
  );
  const indexOf = library.func('uint32_t if_nametoindex(const char *name)');
  const close = library.func('int close(int file)');
  return {
    open(interfaceName: string): number {
      const file = Number(socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK, ALL_PROTOCOLS));
      const address = Buffer.alloc(20);
      address.writeUInt16LE(AF_PACKET, 0);
      address.writeUInt16LE(ALL_PROTOCOLS, 2);
      address.writeUInt32LE(Number(indexOf(interfaceName)), 4);
      if (file < 0 || Number(bind(file, address, address.length)) !== 0)
        throw new Error(`Packets at ${interfaceName} cannot be watched.`);
      return file;
    },
    receive: (file: number, buffer: Buffer) => Number(recv(file, buffer, buffer.length, MSG_DONTWAIT)),
    /** How many packets were not kept since it was last asked. */
    lost(file: number): number {
      const [statistics, size] = [new Uint32Array(2), [8]];
      getsockopt(file, SOL_PACKET, PACKET_STATISTICS, statistics, size);
      return statistics[1] ?? 0;
    },
    close: (file: number) => void close(file),
  };
}
