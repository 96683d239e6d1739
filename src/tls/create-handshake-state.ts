import type { Draft, HandshakeState } from './handshake-state.ts';
import { Transcript } from './keys/transcript.ts';
import { defaultLimits } from './limits.ts';
import { writeClientHello } from './messages/client-hello.ts';
import { MessageAssembler } from './messages/handshake-message.ts';
import { noteInto } from './note-violation.ts';
import type { ProbeOptions } from './probe.ts';
import { ByteQueue } from './bytes/byte-queue.ts';
import { highestVersion } from './tables/offered-suites.ts';
import { versionCodes } from './tables/protocol-versions.ts';

/** The state before the hello is sent, with the hello written. */
export function createHandshakeState(options: ProbeOptions): HandshakeState {
  const limits = { ...defaultLimits, ...options.limits };
  const offersTls13 = highestVersion[options.profile] === versionCodes['TLSv1.3'];
  const draft = emptyDraft();
  return {
    options,
    limits,
    hello: writeClientHello({
      profile: options.profile,
      serverName: options.serverName,
      keyType: options.keyType,
      random: options.random(32),
      // The rare hello needs the room.
      sessionId: options.profile === 'modern' ? options.random(32) : new Uint8Array(0),
      keyShare: offersTls13 ? options.keyShare('x25519') : undefined,
      cookie: undefined,
      alpn: options.alpn ?? [],
    }),
    // RFC 8446 §5.1 and RFC 5246 appendix E.1: old servers read the version of the first record, so it stays low.
    recordVersion: Math.min(highestVersion[options.profile], versionCodes['TLSv1.0']),
    transcript: new Transcript(),
    assembler: new MessageAssembler(limits),
    draft,
    note: noteInto(draft),
    outgoing: [],
    alertBytes: new ByteQueue(),
    useless: 0,
    opener: undefined,
    sealer: undefined,
    compatibilitySent: false,
  };
}

function emptyDraft(): Draft {
  return {
    failure: undefined,
    serverHello: undefined,
    certificates: undefined,
    keyProof: { kind: 'none', reason: 'broken' },
    finishedCorrect: undefined,
    keyExchange: { kind: 'unknown', group: null, bits: null },
    certificateRequest: undefined,
    clientCertificateSent: undefined,
    staples: [],
    signedCertificateTimestamps: [],
    applicationProtocol: undefined,
    warningAlerts: [],
    violations: [],
    flightComplete: false,
  };
}
