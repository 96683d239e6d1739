import type { Mutant } from '../mutant.ts';

const tls12 = 'test/tls/tls12-rules.test.ts';
const tls13 = 'test/tls/tls13-rules.test.ts';

/** Proofs of keys, the server's and ours: what is believed, and what is shown. */
export const proofMutants: readonly Mutant[] = [
  {
    id: 'finished-of-tls13',
    defends: 'a wrong Finished is seen',
    file: 'src/tls/tls13-flight.ts',
    replace: 'Buffer.compare(message.body, verifyData) === 0',
    by: 'message.body.length > 0',
    test: { file: tls13, title: 'a wrong Finished fails, and the chain and its proof stay' },
  },
  {
    id: 'finished-of-tls12',
    defends: 'a wrong Finished disproves the key',
    file: 'src/tls/await-server-finished.ts',
    replace: 'Buffer.compare(message.body, expected) === 0',
    by: 'message.body.length > 0',
    test: {
      file: 'test/tls/possession-rules.test.ts',
      title: 'a Finished that decrypts and says something else disproves the key',
    },
  },
  {
    id: 'proof-not-verified',
    defends: 'the signature of another key proves nothing',
    file: 'src/collect/key-possession.ts',
    replace: 'return verdict.value\n',
    by: 'return true\n',
    test: {
      file: 'test/collect/scripted-peers.test.ts',
      title: 'a signature by another key is wrong, and the chain is kept',
    },
  },
  {
    id: 'proof-without-randoms',
    defends: 'a proof is not that of another handshake',
    file: 'src/tls/keys/exchange-proof.ts',
    replace: 'concatenate([hello.random, serverHello.random, parameters])',
    by: 'parameters',
    test: { file: tls12, title: 'the proof is over both randoms and the parameters as received' },
  },
  {
    id: 'exchange-of-another-key',
    defends: 'an exchange that the key cannot take part in leaves no doubt',
    file: 'src/collect/exchange-misfit.ts',
    replace: '!fitting.includes(key.kind)',
    by: 'false',
    test: {
      file: 'test/collect/key-possession.test.ts',
      title: 'an unsigned exchange that the key is not for disproves it: rsa with ec',
    },
  },
  {
    id: 'export-without-signature',
    defends: 'export-grade RSA with a long key needs a signed key',
    file: 'src/collect/exchange-misfit.ts',
    replace: '(key.bits ?? 0) <= most',
    by: 'true',
    test: {
      file: 'test/collect/key-possession.test.ts',
      title: 'export-grade RSA needs a signed exchange where the key is longer than it may be',
    },
  },
  {
    id: 'unoffered-and-unsigned',
    defends: 'a suite that was not offered and proves no key ends the handshake',
    file: 'src/tls/tls12-flight.ts',
    replace: 'isUnsigned && !hello.suites.includes(suite.code)',
    by: 'false',
    test: {
      file: tls12,
      title:
        'a flight without a proof of the key under static ECDH, never offered is not complete, and its chain is kept',
    },
  },
  {
    id: 'evaded-proof-passes',
    defends: 'a proof that was asked for and evaded is no pass',
    file: 'src/model/unverified.ts',
    replace: "new Set(['unsupported-algorithm', 'budget-exceeded', 'handshake-broke'])",
    by: 'new Set()',
    test: {
      file: 'test/cli/impostor.test.ts',
      title: 'an impostor that evades the proof it was asked for is no pass: RSA, a certificate request, then an alert',
    },
  },
  {
    id: 'broken-is-proven',
    defends: 'a handshake that ended before the proof proves nothing',
    file: 'src/collect/key-possession.ts',
    replace: "broken: undetermined('the handshake ended before the proof')",
    by: "broken: proven('the handshake')",
    test: {
      file: 'test/collect/scripted-peers.test.ts',
      title: 'a connection that breaks after Certificate keeps the chain and leaves possession undetermined',
    },
  },
  {
    id: 'finished-spoils-signature',
    defends: 'a wrong Finished counts beside a right signature',
    file: 'src/collect/key-possession.ts',
    replace: 'result.finishedCorrect === false && possession',
    by: 'false && possession',
    test: { file: 'test/collect/key-possession.test.ts', title: 'a wrong Finished spoils a right signature' },
  },
  {
    id: 'random-repeated',
    defends: 'each hello has its own random',
    file: 'src/tls/create-handshake-state.ts',
    replace: 'random: options.random(32),',
    by: 'random: new Uint8Array(32),',
    test: { file: 'test/collect/scripted-peers.test.ts', title: 'every hello has a random of its own' },
  },
  {
    id: 'certificate-without-scheme',
    defends: 'a client certificate is not shown where its key cannot be proven',
    file: 'src/tls/prove-possession.ts',
    replace: 'clientIdentity !== undefined && proof !== undefined',
    by: 'clientIdentity !== undefined',
    test: {
      file: 'test/tls/client-certificate.test.ts',
      title: 'the certificate of a client is never shown without the proof of its key',
    },
  },
  {
    id: 'certificate-without-proof',
    defends: 'whoever shows the client certificate proves its key',
    file: 'src/tls/prove-possession.ts',
    replace: 'sendHandshakeMessage(state, handshakeType.certificateVerify, verify);',
    by: '',
    test: {
      file: 'test/tls/client-certificate.test.ts',
      title: 'the certificate of a client is never shown without the proof of its key',
    },
  },
  {
    id: 'certificate-although-signature-fails',
    defends: 'nothing follows a client certificate whose proof cannot be made',
    file: 'src/tls/prove-possession.ts',
    replace: 'state.outgoing = [];',
    by: '',
    test: {
      file: 'test/tls/client-certificate.test.ts',
      title: 'the certificate of a client is never shown without the proof of its key',
    },
  },
  {
    id: 'certificate-in-signed-exchange',
    defends: 'the client certificate is kept where no exchange is completed',
    file: 'src/tls/tls12-flight.ts',
    replace:
      "if (!options.provePossession || !isUnsigned) return undefined;\n    if (suite.keyExchange === 'rsa' && encryptsAsOffered(this.#serverHello)) {",
    by: 'if (encryptsAsOffered(this.#serverHello)) {',
    test: {
      file: 'test/tls/client-certificate.test.ts',
      title: 'sends none where the exchange is signed, since it is not completed then',
    },
  },
  {
    id: 'exchange-after-broken-rule',
    defends: 'no exchange is completed after a broken rule',
    file: 'src/tls/tls12-flight.ts',
    replace: "suite.keyExchange === 'rsa' && encryptsAsOffered(this.#serverHello)",
    by: "suite.keyExchange === 'rsa'",
    test: {
      file: tls12,
      title: 'after a broken rule an RSA key exchange is not completed: how the server encrypts is not known',
    },
  },
];
