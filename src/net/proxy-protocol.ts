import { formatIpAddress, parseIpAddress } from '../model/ip-address.ts';
import type { ProxyProtocolVersion } from '../model/vocabulary.ts';

/** Both ends of a TCP connection, as IP literals. */
export interface ConnectionEnds {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/**
 * The header of the PROXY protocol (HAProxy's specification, "The PROXY protocol Versions 1 & 2", §2), by which a load balancer tells a
 * listener whose connection it passes on: this one's. Undefined `ends`: not known, since a proxy is on the way; then the listener is told
 * to take the connection as it is (UNKNOWN in version 1, LOCAL in version 2).
 */
export function proxyHeader(version: ProxyProtocolVersion, ends: ConnectionEnds | undefined): Uint8Array {
  const addresses = ends && readEnds(ends);
  return version === 'v1' ? writeV1(addresses) : writeV2(addresses);
}

interface Ends {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly ports: readonly [source: number, destination: number];
}

function readEnds({ localAddress, remoteAddress, localPort, remotePort }: ConnectionEnds): Ends | undefined {
  const [source, destination] = [localAddress, remoteAddress].map((text) => parseIpAddress(text.replace(/%.*$/, '')));
  if (source === undefined || source.length !== destination?.length) return undefined;
  return { source, destination, ports: [localPort, remotePort] };
}

/** §2.1: a line of at most 107 bytes. */
function writeV1(ends: Ends | undefined): Uint8Array {
  if (ends === undefined) return new TextEncoder().encode('PROXY UNKNOWN\r\n');
  const family = ends.source.length === 4 ? 'TCP4' : 'TCP6';
  const addresses = `${formatIpAddress(ends.source)} ${formatIpAddress(ends.destination)}`;
  return new TextEncoder().encode(`PROXY ${family} ${addresses} ${ends.ports.join(' ')}\r\n`);
}

/** §2.2: twelve bytes that no other protocol begins with. */
const signature = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];
const local = 0x20;
const proxied = 0x21;
const tcp4 = 0x11;
const tcp6 = 0x21;

function writeV2(ends: Ends | undefined): Uint8Array {
  if (ends === undefined) return Uint8Array.of(...signature, local, 0, 0, 0);
  const { source, destination, ports } = ends;
  const body = [...source, ...destination, ...ports.flatMap((port) => [port >> 8, port & 0xff])];
  return Uint8Array.of(...signature, proxied, source.length === 4 ? tcp4 : tcp6, 0, body.length, ...body);
}
