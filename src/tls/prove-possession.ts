import { alertLevel } from './tables/alerts.ts';
import { ByteReader } from './records/byte-reader.ts';
import { concatenate, uint16, vector16 } from './records/byte-writer.ts';
import { writeCertificates } from './messages/certificate-message.ts';
import type { CipherSuite } from './tables/cipher-suites.ts';
import { type ClientProof, clientProof } from './keys/client-proof.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import { encryptPremaster } from './keys/encrypt-premaster.ts';
import { extensionType } from './tables/extension-types.ts';
import { sendContent } from './closing-alert.ts';
import { handshakeType, rejectUnexpectedMessage, writeHandshakeMessage } from './messages/handshake-message.ts';
import { type Tls12Cipher, tls12Cipher, vectorBytes } from './records/tls12-ciphers.ts';
import { createTls12Opener, createTls12Sealer, type Tls12Keys, type Tls12Opener } from './records/tls12-protection.ts';
import { type Tls12Secrets, tls12Secrets, type Randoms } from './keys/tls12-secrets.ts';
import type { ProbeCertificateRequest } from './probe.ts';
import { versionCodes } from './tables/protocol-versions.ts';
import { contentType } from './records/record.ts';
import { abort } from './handshake-error.ts';
import type { ServerHello } from './messages/server-hello.ts';

/**
 * Completes an RSA key exchange: only who holds the leaf's key can read the premaster secret, and so send the right
 * Finished (RFC 5246 §7.4.7.1). Returns undefined, and leaves the proof at `unsupported-exchange`, where the cipher or
 * the leaf's key is beyond us.
 *
 *   client   [Certificate]  ClientKeyExchange  [CertificateVerify]  ChangeCipherSpec  {Finished}
 *   server                                                          ChangeCipherSpec  {Finished}
 */
export function provePossession(
  state: HandshakeState,
  serverHello: ServerHello,
  suite: CipherSuite,
): Phase | undefined {
  const { draft, hello, options } = state;
  const cipher = tls12Cipher(suite);
  const premaster = concatenate([uint16(hello.legacyVersion), options.random(46)]);
  const encrypted = encryptPremaster(draft.certificates?.[0] ?? new Uint8Array(0), premaster, options.random);
  const isGcmBeforeTls12 = cipher?.kind === 'gcm' && serverHello.version < versionCodes['TLSv1.2'];
  if (cipher === undefined || encrypted === undefined || isGcmBeforeTls12) {
    draft.keyProof = { kind: 'none', reason: 'unsupported-exchange' };
    return undefined;
  }
  draft.keyProof = { kind: 'none', reason: 'broken' };
  const isSsl3 = serverHello.version === versionCodes.SSLv3;
  const proof = draft.certificateRequest && answerRequest(state, draft.certificateRequest, serverHello.version);
  send(state, handshakeType.clientKeyExchange, isSsl3 ? encrypted : vector16(encrypted));

  const secrets = tls12Secrets(serverHello.version, suite);
  const randoms: Randoms = { client: hello.random, server: serverHello.random };
  const master = deriveMaster(state, serverHello, secrets, premaster, randoms);
  if (proof !== undefined) {
    const verify = proof(state.transcript, master);
    if (verify === undefined) {
      draft.keyProof = { kind: 'none', reason: 'unsupported-exchange' };
      return undefined;
    }
    send(state, handshakeType.certificateVerify, verify);
  }
  const keys = splitKeyBlock(serverHello.version, cipher, (length) => secrets.keyBlock(master, randoms, length));
  sendContent(state, contentType.changeCipherSpec, Uint8Array.of(0x01));
  state.sealer = createTls12Sealer(keys.client, options.random);
  send(state, handshakeType.finished, secrets.finished(master, 'client', state.transcript));
  return awaitFinished(state, createTls12Opener(keys.server), () =>
    secrets.finished(master, 'server', state.transcript),
  );
}

/** Sends our certificate where there is one that the server takes, else none; returns how its key is to be proven. */
function answerRequest(
  state: HandshakeState,
  request: ProbeCertificateRequest,
  version: number,
): ClientProof | undefined {
  const { draft, options } = state;
  const { clientIdentity } = options;
  const proof = clientIdentity && clientProof(clientIdentity, request, version);
  draft.clientCertificateSent = proof !== undefined;
  if (clientIdentity === undefined || proof === undefined) {
    declineCertificate(state, version === versionCodes.SSLv3);
    return undefined;
  }
  send(state, handshakeType.certificate, writeCertificates(clientIdentity.chain));
  return proof;
}

/** An empty Certificate, or in SSL 3.0 the warning no_certificate (RFC 6101 §5.6.6). */
function declineCertificate(state: HandshakeState, isSsl3: boolean): void {
  if (isSsl3) sendContent(state, contentType.alert, Uint8Array.of(alertLevel.warning, 0x29));
  else send(state, handshakeType.certificate, Uint8Array.of(0, 0, 0));
}

function send(state: HandshakeState, type: number, body: Uint8Array): void {
  const message = writeHandshakeMessage(type, body);
  sendContent(state, contentType.handshake, message);
  state.transcript.add(message);
}

function deriveMaster(
  { transcript }: HandshakeState,
  { extensions }: ServerHello,
  { masterSecret, extendedMasterSecret }: Tls12Secrets,
  premaster: Uint8Array,
  randoms: Randoms,
): Uint8Array {
  const isExtended = extensions.has(extensionType.extendedMasterSecret);
  if (isExtended && extendedMasterSecret) return extendedMasterSecret(premaster, transcript);
  return masterSecret(premaster, randoms);
}

/** RFC 5246 §6.3: MAC keys, keys, vectors; the client's before the server's. */
function splitKeyBlock(
  version: number,
  cipher: Tls12Cipher,
  keyBlock: (length: number) => Uint8Array,
): { readonly client: Tls12Keys; readonly server: Tls12Keys } {
  const ivBytes = vectorBytes(cipher, version);
  const { macBytes, keyBytes } = cipher;
  const reader = new ByteReader(keyBlock(2 * (macBytes + keyBytes + ivBytes)), 'The key block');
  const [clientMac, serverMac] = [reader.bytes(macBytes), reader.bytes(macBytes)];
  const [clientKey, serverKey] = [reader.bytes(keyBytes), reader.bytes(keyBytes)];
  const [clientIv, serverIv] = [reader.bytes(ivBytes), reader.bytes(ivBytes)];
  return {
    client: { version, cipher, macKey: clientMac, key: clientKey, iv: clientIv },
    server: { version, cipher, macKey: serverMac, key: serverKey, iv: serverIv },
  };
}

/** ChangeCipherSpec, then Finished. What does not decrypt was encrypted by someone who does not hold the key. */
function awaitFinished(state: HandshakeState, open: Tls12Opener, expected: () => Uint8Array): Phase {
  const { draft } = state;
  const awaits = draft.clientCertificateSent
    ? "the server's Finished, in answer to our certificate"
    : "the server's Finished";
  const finished: Phase = {
    awaits,
    isTls13: false,
    receive: (message) => {
      if (message.type !== handshakeType.finished) rejectUnexpectedMessage(message, awaits);
      draft.keyProof = { kind: 'finished', correct: Buffer.compare(message.body, expected()) === 0 };
      return undefined;
    },
    changeCipherSpec: () => abort(`A second ChangeCipherSpec came before ${awaits}.`, 0x0a),
  };
  return {
    awaits,
    isTls13: false,
    receive: (message) => rejectUnexpectedMessage(message, 'ChangeCipherSpec'),
    changeCipherSpec: () => {
      state.opener = (record) => {
        const payload = open(record);
        if (payload !== undefined) return { type: record.type, payload };
        draft.keyProof = { kind: 'finished', correct: false };
        return abort("The server's encrypted Finished does not decrypt with the keys of this exchange.", 0x14);
      };
      return finished;
    },
  };
}
