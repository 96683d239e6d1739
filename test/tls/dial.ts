import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

import type { HelloProfile } from '../../src/model/vocabulary.ts';
import type { ClientIdentity } from '../../src/tls/client-identity.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import { createKeyShare } from '../../src/tls/keys/key-share.ts';
import type { KeyOffer, ProbeOptions, ProbeResult } from '../../src/tls/probe.ts';

export interface DialOptions {
  readonly profile?: HelloProfile;
  readonly serverName?: string;
  readonly keyType?: KeyOffer;
  readonly alpn?: readonly string[];
  readonly provePossession?: boolean;
  readonly clientIdentity?: ClientIdentity;
}

/** Options of a probe as the product would give them. */
export function probeOptions(options: DialOptions = {}): ProbeOptions {
  return {
    profile: options.profile ?? 'modern',
    serverName: options.serverName,
    keyType: options.keyType,
    provePossession: options.provePossession ?? false,
    clientIdentity: options.clientIdentity,
    random: (length) => new Uint8Array(randomBytes(length)),
    keyShare: createKeyShare,
    alpn: options.alpn ?? [],
  };
}

/** Probes a server on loopback once and returns what the probe knows when the connection is closed. */
export function dial(port: number, options: DialOptions = {}): Promise<ProbeResult> {
  return new Promise((resolve, reject) => {
    const probe = createProbe(probeOptions(options));
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => socket.write(probe.start()));
    socket.on('data', (bytes) => {
      if (socket.writableEnded) return;
      const { send, done } = probe.receive(bytes);
      if (done) socket.end(send ?? new Uint8Array(0));
      else if (send !== undefined) socket.write(send);
    });
    socket.on('end', () => {
      probe.end();
      socket.end();
    });
    socket.on('close', () => resolve(probe.result()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server may reset after our closing alert; any other error is the test's business.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
  });
}
