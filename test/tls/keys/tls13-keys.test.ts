import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deriveHandshakeKeys, finishedVerifyData } from '../../../src/tls/keys/tls13-keys.ts';
import { cipherSuite } from '../../../src/tls/tables/cipher-suites.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const aes128 = cipherSuite(0x1301);
const sharedSecret = hex('8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d');
const helloHash = hex('860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8');

test('RFC 8448 §3: the handshake traffic keys of both sides', () => {
  const { client, server } = deriveHandshakeKeys(aes128, sharedSecret, helloHash);
  assert.equal(toHex(client.secret), 'b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21');
  assert.equal(toHex(client.key), 'dbfaa693d1762c5b666af5d950258d01');
  assert.equal(toHex(client.iv), '5bd3c71b836e0b76bb73265f');
  assert.equal(toHex(server.secret), 'b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38');
  assert.equal(toHex(server.key), '3fce516009c21727d0f2e4e86ee403bc');
  assert.equal(toHex(server.iv), '5d313eb2671276ee13000b30');
});

for (const [code, keyBytes, secretBytes] of [
  [0x1301, 16, 32],
  [0x1302, 32, 48],
  [0x1303, 32, 32],
] as const) {
  const suite = cipherSuite(code);
  test(`${suite.name}: a secret of ${secretBytes} bytes, a key of ${keyBytes} and an iv of 12`, () => {
    const { server } = deriveHandshakeKeys(suite, sharedSecret, helloHash);
    assert.deepEqual([server.secret.length, server.key.length, server.iv.length], [secretBytes, keyBytes, 12]);
    assert.equal(finishedVerifyData(suite, server.secret, helloHash).length, secretBytes);
  });
}
