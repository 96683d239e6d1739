import { awaitServerFinished } from './await-server-finished.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import { type ClientProof, clientProof } from './keys/client-proof.ts';
import { encryptPremaster } from './keys/encrypt-premaster.ts';
import { splitKeyBlock } from './keys/tls12-key-block.ts';
import { tls12Secrets } from './keys/tls12-secrets.ts';
import { writeCertificates } from './messages/certificate-message.ts';
import { handshakeType } from './messages/handshake-message.ts';
import type { ServerHello } from './messages/server-hello.ts';
import type { ProbeCertificateRequest } from './probe.ts';
import { concatenate, uint16, vector16 } from './bytes/byte-writer.ts';
import { contentType } from './records/record.ts';
import { tls12Cipher } from './records/tls12-ciphers.ts';
import { createTls12Opener, createTls12Sealer } from './records/tls12-protection.ts';
import { sendAlert, sendContent, sendHandshakeMessage } from './send-records.ts';
import type { CipherSuite } from './tables/cipher-suites.ts';
import { extensionType } from './tables/extension-types.ts';
import { versionCodes } from './tables/protocol-versions.ts';

/**
 * Completes an RSA key exchange: only the holder of the leaf's key can decrypt the premaster secret and so send the right
 * Finished (RFC 5246 §7.4.7.1). Returns undefined, with the proof `unsupported-exchange`, if we cannot use the cipher or
 * the leaf's key.
 *
 *   client   [Certificate]  ClientKeyExchange  [CertificateVerify]  ChangeCipherSpec  {Finished}
 *   server                                                          ChangeCipherSpec  {Finished}
 */
export function provePossession(
  state: HandshakeState,
  serverHello: ServerHello,
  suite: CipherSuite,
): Phase | undefined {
  const { draft, hello, options, transcript } = state;
  const { version } = serverHello;
  const cipher = tls12Cipher(suite);
  const premaster = concatenate([uint16(hello.legacyVersion), options.random(46)]);
  const encrypted = encryptPremaster(draft.certificates?.[0] ?? new Uint8Array(0), premaster, options.random);
  const isGcmBeforeTls12 = cipher?.kind === 'gcm' && version < versionCodes['TLSv1.2'];
  if (cipher === undefined || encrypted === undefined || isGcmBeforeTls12) return giveUp(state);
  draft.keyProof = { kind: 'none', reason: 'broken' };
  const proof = draft.certificateRequest && answerRequest(state, draft.certificateRequest, version);
  const isSsl3 = version === versionCodes.SSLv3;
  sendHandshakeMessage(state, handshakeType.clientKeyExchange, isSsl3 ? encrypted : vector16(encrypted));

  const secrets = tls12Secrets(version, suite);
  const randoms = { client: hello.random, server: serverHello.random };
  const extendedMasterSecret = serverHello.extensions.has(extensionType.extendedMasterSecret)
    ? secrets.extendedMasterSecret
    : undefined;
  const master = extendedMasterSecret?.(premaster, transcript) ?? secrets.masterSecret(premaster, randoms);
  if (proof !== undefined) {
    const verify = proof(transcript, master);
    if (verify === undefined) return withholdCertificate(state);
    sendHandshakeMessage(state, handshakeType.certificateVerify, verify);
  }
  const keys = splitKeyBlock(version, cipher, (length) => secrets.keyBlock(master, randoms, length));
  sendContent(state, contentType.changeCipherSpec, Uint8Array.of(0x01));
  state.sealer = createTls12Sealer(keys.client, options.random);
  sendHandshakeMessage(state, handshakeType.finished, secrets.finished(master, 'client', transcript));
  return awaitServerFinished(state, {
    open: createTls12Opener(keys.server),
    expected: secrets.finished(master, 'server', transcript),
  });
}

function giveUp({ draft }: HandshakeState): undefined {
  draft.keyProof = { kind: 'none', reason: 'unsupported-exchange' };
  return undefined;
}

/** Whether a key can make a signature shows only now, when the certificate already waits to be sent. */
function withholdCertificate(state: HandshakeState): undefined {
  state.outgoing = [];
  state.draft.clientCertificateSent = false;
  return giveUp(state);
}

/**
 * Sends our certificate if we have one that the server accepts, else none. Returns the proof of its key, to be sent after
 * ClientKeyExchange.
 */
function answerRequest(
  state: HandshakeState,
  request: ProbeCertificateRequest,
  version: number,
): ClientProof | undefined {
  const { draft, options } = state;
  const { clientIdentity } = options;
  const proof = clientIdentity && clientProof(clientIdentity, request, version);
  draft.clientCertificateSent = proof !== undefined;
  if (clientIdentity !== undefined && proof !== undefined) {
    sendHandshakeMessage(state, handshakeType.certificate, writeCertificates(clientIdentity.chain));
  } else if (version === versionCodes.SSLv3) {
    // RFC 6101 §5.6.6: a warning stands for the empty Certificate of TLS.
    sendAlert(state, 'warning', 'no_certificate');
  } else {
    sendHandshakeMessage(state, handshakeType.certificate, writeCertificates([]));
  }
  return proof;
}
