import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import type { ClientIdentity } from '../../src/tls/client-identity.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import { handshakeType, writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import type { ProbeResult } from '../../src/tls/probe.ts';
import { contentType } from '../../src/tls/records/record.ts';
import { certificateMessage, handshake, serverHello, serverHelloDone } from '../zoo/server-messages.ts';
import { createCertificateFolder, type TestCertificate } from './certificates.ts';
import { dial, probeOptions } from './dial.ts';
import { type RunningServer, startGnutls, startOpenssl } from './servers.ts';

const folder = createCertificateFolder();
const server = folder.make('server', 'rsa:2048');
after(() => folder.remove());

const dsaParameters = join(folder.path, 'dsa.params');
execFileSync('openssl', [
  ...['genpkey', '-genparam', '-algorithm', 'DSA', '-out', dsaParameters],
  ...['-pkeyopt', 'dsa_paramgen_bits:1024', '-pkeyopt', 'dsa_paramgen_q_bits:160'],
]);

const clients = {
  'RSA-2048': folder.make('rsa-client', 'rsa:2048'),
  'RSA-PSS': folder.make('pss-client', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'),
  'P-256': folder.make('p256-client', 'ec:prime256v1'),
  'P-384': folder.make('p384-client', 'ec:secp384r1'),
  Ed25519: folder.make('ed-client', 'ed25519'),
  'DSA-1024': folder.make('dsa-client', `dsa:${dsaParameters}`),
};

function identityOf({ der, keyFile }: TestCertificate): ClientIdentity {
  return { chain: [der], key: createPrivateKey(readFileSync(keyFile)) };
}

async function show(client: TestCertificate, starting: Promise<RunningServer>): Promise<ProbeResult> {
  const running = await starting;
  try {
    return await dial(running.port, { provePossession: true, clientIdentity: identityOf(client) });
  } finally {
    await running.stop();
  }
}

/** A server goes on to its Finished only once it has verified the chain and the signature. */
function assertAccepted(result: ProbeResult): void {
  assert.equal(result.failure, undefined);
  assert.equal(result.clientCertificateSent, true);
  assert.deepEqual(result.keyProof, { kind: 'finished', correct: true });
}

function insistentOpenssl(trusted: TestCertificate, ...options: readonly string[]): Promise<RunningServer> {
  const insisting = ['-Verify', '1', '-verify_return_error', '-CAfile', trusted.certificateFile];
  return startOpenssl(server, ...insisting, ...options);
}

for (const [version, cipher, names] of [
  ['-tls1_2', 'AES128-GCM-SHA256', ['RSA-2048', 'RSA-PSS', 'P-256', 'P-384', 'Ed25519', 'DSA-1024']],
  ['-tls1_1', 'AES128-SHA', ['RSA-2048', 'P-256', 'P-384', 'DSA-1024']],
  ['-tls1', 'AES128-SHA', ['RSA-2048', 'P-256', 'P-384', 'DSA-1024']],
] as const) {
  for (const name of names) {
    test(`OpenSSL with ${version} takes the certificate of a client with ${name}`, async () => {
      const client = clients[name];
      assertAccepted(await show(client, insistentOpenssl(client, version, '-cipher', `${cipher}:@SECLEVEL=0`)));
    });
  }
}

for (const version of ['1.0', '1.1', '1.2'] as const) {
  for (const name of ['RSA-2048', 'P-256'] as const) {
    test(`GnuTLS with TLS ${version} takes the certificate of a client with ${name}`, async () => {
      const client = clients[name];
      const priority = `NORMAL:-VERS-ALL:+VERS-TLS${version}:-KX-ALL:+RSA:+SHA1:+SIGN-ALL:%VERIFY_ALLOW_SIGN_WITH_SHA1`;
      const insisting = ['--require-client-cert', '--verify-client-cert', '--x509cafile', client.certificateFile];
      assertAccepted(await show(client, startGnutls(server, '--priority', priority, ...insisting)));
    });
  }
}

test('signs with the scheme that the server asks for', async () => {
  for (const scheme of ['RSA+SHA512', 'rsa_pss_rsae_sha384', 'RSA+SHA1']) {
    const starting = insistentOpenssl(
      clients['RSA-2048'],
      ...['-tls1_2', '-cipher', 'AES128-SHA:@SECLEVEL=0', '-client_sigalgs', scheme],
    );
    assertAccepted(await show(clients['RSA-2048'], starting));
  }
});

test('shows no certificate where the server takes no signature of such a key, and says so', async () => {
  const starting = insistentOpenssl(
    clients['P-256'],
    ...['-tls1_2', '-cipher', 'AES128-SHA', '-client_sigalgs', 'RSA+SHA256'],
  );
  const result = await show(clients['P-256'], starting);
  assert.equal(result.clientCertificateSent, false);
  assert.equal(result.failure?.kind, 'alert');
  assert.deepEqual(result.keyProof, { kind: 'none', reason: 'broken' });
});

test('a server that does not know the authority answers with an alert, and its chain is kept', async () => {
  const starting = insistentOpenssl(clients['P-256'], '-tls1_2', '-cipher', 'AES128-SHA');
  const result = await show(clients['RSA-2048'], starting);
  assert.equal(result.clientCertificateSent, true);
  assert.match(result.failure?.message ?? '', /unknown_ca \(48\) before the server's Finished, in answer to our cert/);
  assert.deepEqual(result.certificates, [server.der]);
});

test('a key that is not that of the certificate convinces no server', async () => {
  const { chain } = identityOf(clients['RSA-2048']);
  const running = await insistentOpenssl(clients['RSA-2048'], '-tls1_2', '-cipher', 'AES128-SHA');
  try {
    const clientIdentity = { chain, key: createPrivateKey(readFileSync(server.keyFile)) };
    const result = await dial(running.port, { provePossession: true, clientIdentity });
    assert.equal(result.failure?.kind, 'alert');
    assert.deepEqual(result.keyProof, { kind: 'none', reason: 'broken' });
  } finally {
    await running.stop();
  }
});

test('says nothing of certificates where the server does not ask', async () => {
  const result = await show(clients['RSA-2048'], startOpenssl(server, '-tls1_2', '-cipher', 'AES128-SHA'));
  assert.equal(result.clientCertificateSent, undefined);
  assert.deepEqual(result.keyProof, { kind: 'finished', correct: true });
});

test('sends none where the exchange is signed, since it is not completed then', async () => {
  for (const options of [['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256'], ['-tls1_3']]) {
    const result = await show(clients['RSA-2048'], insistentOpenssl(clients['RSA-2048'], ...options));
    assert.notEqual(result.certificateRequest, undefined);
    assert.equal(result.clientCertificateSent, undefined);
    assert.equal(result.keyProof.kind, 'signature');
  }
});

test('the certificate of a client is never shown without the proof of its key', () => {
  const [rsaWithSha512, ecdsaWithSha256] = [0x0601, 0x0403];
  const answerOf = (client: TestCertificate, key = identityOf(client).key, scheme = rsaWithSha512) => {
    const body = Uint8Array.of(1, 1, 0, 2, scheme >>> 8, scheme & 0xff, 0, 0);
    const request = writeHandshakeMessage(handshakeType.certificateRequest, body);
    const flight = handshake(serverHello(), certificateMessage([server.der]), request, serverHelloDone);
    const probe = createProbe(probeOptions({ provePossession: true, clientIdentity: { chain: [client.der], key } }));
    probe.start();
    const sent = Buffer.from(probe.receive(flight).send ?? []);
    return { isShown: sent.includes(Buffer.from(client.der)), messages: plainMessages(sent), result: probe.result() };
  };
  const proven = answerOf(clients['RSA-2048']);
  assert.equal(proven.isShown, true);
  assert.deepEqual(proven.messages, [
    handshakeType.certificate,
    handshakeType.clientKeyExchange,
    handshakeType.certificateVerify,
  ]);
  assert.equal(proven.result.clientCertificateSent, true);
  const unanswerable = answerOf(clients['RSA-2048'], undefined, ecdsaWithSha256);
  assert.equal(unanswerable.isShown, false);
  assert.deepEqual(unanswerable.messages, [handshakeType.certificate, handshakeType.clientKeyExchange]);
  assert.equal(unanswerable.result.clientCertificateSent, false);
  // Too short for a signature with SHA-512, which shows only when it is made.
  const short = generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey;
  const unproven = answerOf(clients['RSA-2048'], short);
  assert.equal(unproven.isShown, false);
  assert.deepEqual(unproven.messages, []);
  assert.equal(unproven.result.clientCertificateSent, false);
  assert.deepEqual(unproven.result.keyProof, { kind: 'none', reason: 'unsupported-exchange' });
});

/** Types of the handshake messages before ChangeCipherSpec, each in a record of its own. */
function plainMessages(sent: Buffer): readonly number[] {
  const types: number[] = [];
  for (let start = 0; sent[start] === contentType.handshake; start += 5 + sent.readUInt16BE(start + 3)) {
    types.push(sent[start + 5] ?? -1);
  }
  return types;
}
