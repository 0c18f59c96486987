/** A packet that left, or tried to. */
export interface Packet {
  /** `lookup` asks a name server; `other` is anything that is neither TCP nor UDP. */
  readonly kind: 'lookup' | 'udp' | 'tcp' | 'other';
  /** Address and port, and the name that is looked up. */
  readonly to: string;
}

const [ICMP6, IGMP, HOP_BY_HOP, TCP, UDP] = [58, 2, 0, 6, 17];
const DNS_PORT = 53;
const [IPV6_HEADER, UDP_HEADER, DNS_HEADER] = [40, 8, 12];

/**
 * What an IP packet is.
 * @returns null for what the kernel itself says when an interface comes up: routers, neighbours, multicast groups
 */
export function readPacket(packet: Buffer): Packet | null {
  const isV6 = packet.readUInt8(0) >> 4 === 6;
  const protocol = packet.readUInt8(isV6 ? 6 : 9);
  if (protocol === IGMP || (isV6 && (protocol === ICMP6 || protocol === HOP_BY_HOP))) return null;
  const host = isV6 ? addressV6(packet.subarray(24, 40)) : packet.subarray(16, 20).join('.');
  if (protocol !== TCP && protocol !== UDP) return { kind: 'other', to: `${host} (protocol ${protocol})` };
  const content = packet.subarray(isV6 ? IPV6_HEADER : (packet.readUInt8(0) & 15) * 4);
  const port = content.readUInt16BE(2);
  const to = `${host}:${port}`;
  if (protocol === TCP) return { kind: 'tcp', to };
  if (port !== DNS_PORT) return { kind: 'udp', to };
  return { kind: 'lookup', to: `${to} for ${nameAt(content.subarray(UDP_HEADER + DNS_HEADER))}` };
}

function addressV6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) => {
    const [high = 0, low = 0] = bytes.subarray(index * 2);
    return ((high << 8) | low).toString(16);
  });
  return `[${groups.join(':')}]`;
}

/** A name as questions of name servers have it: every label behind its length (RFC 1035, 3.1). */
function nameAt(bytes: Buffer): string {
  const labels: string[] = [];
  for (let at = 0, length = bytes[0] ?? 0; length > 0; at += length + 1, length = bytes[at] ?? 0)
    labels.push(bytes.toString('latin1', at + 1, at + 1 + length));
  return labels.join('.');
}
