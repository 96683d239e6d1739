import { concat, uint8, uint16, uint24, vector } from './octets.ts';

/**
 * A server's first flight up to TLS 1.2, which goes in the clear. This folder writes and reads TLS without the product's own
 * codec, on which the zoo is built: a mistake that both sides made alike would be seen by nobody.
 */
export interface ServerFlight {
  readonly version: number;
  readonly suite: number;
  /** 32 octets. */
  readonly random: Uint8Array;
  readonly presentation: { readonly chain: readonly { readonly der: Uint8Array }[] };
  /** Default: an empty renegotiation_info (RFC 5746 §3.6); undefined: no extensions field at all. */
  readonly extensions?: readonly { readonly type: number; readonly data: Uint8Array }[] | undefined;
  /** Body of a ServerKeyExchange. */
  readonly keyExchange?: Uint8Array | undefined;
  /** The message that a fatal alert (internal_error) takes the place of; default: none. */
  readonly brokenBefore?: 'ServerKeyExchange' | 'ServerHelloDone' | undefined;
}

export const renegotiationInfo: { readonly type: number; readonly data: Uint8Array } = {
  type: 0xff01,
  data: Uint8Array.of(0),
};

/** The octets of ServerHello, Certificate, ServerKeyExchange where there is one, and ServerHelloDone, a record each. */
export function writeServerFlight(flight: ServerFlight): Uint8Array {
  const { version, keyExchange, brokenBefore } = flight;
  const messages = [
    handshakeMessage(2, serverHello(flight)),
    handshakeMessage(11, certificateMessage(flight)),
    ...(keyExchange === undefined || brokenBefore === 'ServerKeyExchange' ? [] : [handshakeMessage(12, keyExchange)]),
    ...(brokenBefore === undefined ? [handshakeMessage(14, new Uint8Array())] : []),
  ];
  const end = brokenBefore === undefined ? new Uint8Array() : writeAlert(version, 80);
  return concat(...messages.map((message) => record(22, version, message)), end);
}

/** A fatal alert. */
export function writeAlert(version: number, description: number): Uint8Array {
  return record(21, version, Uint8Array.of(2, description));
}

function serverHello(flight: ServerFlight): Uint8Array {
  const extensions = 'extensions' in flight ? flight.extensions : [renegotiationInfo];
  const field = extensions?.map(({ type, data }) => concat(uint16(type), vector(2, data)));
  return concat(
    uint16(flight.version),
    flight.random,
    vector(1),
    uint16(flight.suite),
    uint8(0),
    ...(field === undefined ? [] : [vector(2, ...field)]),
  );
}

function certificateMessage({ presentation }: ServerFlight): Uint8Array {
  return vector(3, ...presentation.chain.map(({ der }) => vector(3, der)));
}

function handshakeMessage(type: number, body: Uint8Array): Uint8Array {
  return concat(uint8(type), uint24(body.length), body);
}

/** RFC 5246 §6.2.1. */
const maxFragmentBytes = 0x4000;

/** One record, or as many as the content needs. */
function record(type: number, version: number, content: Uint8Array): Uint8Array {
  const fragments = Array.from({ length: Math.max(1, Math.ceil(content.length / maxFragmentBytes)) }, (_, index) =>
    content.subarray(index * maxFragmentBytes, (index + 1) * maxFragmentBytes),
  );
  return concat(...fragments.map((fragment) => concat(uint8(type), uint16(version), vector(2, fragment))));
}
