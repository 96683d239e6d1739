import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeHandshakes } from '../../src/report/describe-handshakes.ts';
import { addressLabel } from '../../src/report/endpoint-label.ts';
import { endpoint } from './sample-report.ts';

type Handshake = NonNullable<ReturnType<typeof endpoint>['handshake']>;
const plain: Handshake = {
  protocol: 'TLSv1.3',
  cipherSuite: 'TLS_AES_256_GCM_SHA384',
  profile: 'modern',
  keyPossession: 'proven',
  durationMs: 1,
};
const described = (changes: Partial<Handshake>) =>
  describeHandshakes([endpoint({ handshake: { ...plain, ...changes } })])[0]?.text ?? '';

test('what was negotiated, whether the server takes a hybrid, and the application protocol', () => {
  const keyExchange = { kind: 'tls13', group: 'X25519MLKEM768', bits: 255 };
  assert.equal(
    described({ keyExchange, postQuantum: true, applicationProtocol: 'h2' }),
    'TLSv1.3, TLS_AES_256_GCM_SHA384, X25519MLKEM768; takes a post-quantum key exchange; application protocol h2.',
  );
  assert.match(described({ postQuantum: null }), /not known \(the server chose another group of those offered\)/);
  assert.match(
    described({ postQuantum: null, protocol: 'TLSv1.2' }),
    /not known \(the hello that it answered does not offer TLS 1\.3\)/,
  );
  assert.match(described({ postQuantum: false }), /no post-quantum key exchange/);
  assert.match(described({ applicationProtocol: null }), /chose none of the application protocols offered/);
  assert.match(described({ profile: 'rare' }), /answered the hello rare/);
});

test('a report of an older version says what it knows', () => {
  assert.equal(described({}), 'TLSv1.3, TLS_AES_256_GCM_SHA384.');
});

test('other certificates are named with the clients that get them', () => {
  assert.match(
    described({ otherKeyTypes: ['eddsa', 'ml-dsa'] }),
    /also has a certificate of EdDSA, .* no browser does, and of ML-DSA/,
  );
  assert.match(described({ otherKeyTypes: [] }), /no certificate of another key type/);
  const asked = endpoint({ handshake: { ...plain, keyType: 'eddsa' } });
  assert.match(describeHandshakes([asked])[0]?.text ?? '', /asked for a certificate of EdDSA/);
  assert.match(addressLabel(asked), / \(eddsa\)$/);
});

test('alike handshakes stand together, the most frequent first; endpoints without one are left out', () => {
  const rare = endpoint({ handshake: { ...plain, profile: 'rare' } });
  const usual = endpoint({ handshake: plain });
  const groups = describeHandshakes([rare, usual, endpoint({ handshake: null }), usual]);
  assert.deepEqual(
    groups.map(({ endpoints }) => endpoints.length),
    [2, 1],
  );
});

test('the domain that an XMPP server was asked for, if it is not the host', () => {
  const text = (changes: Parameters<typeof endpoint>[0]) =>
    describeHandshakes([endpoint({ handshake: plain, ...changes })])[0]?.text ?? '';
  assert.match(text({ startTls: 'xmpp', xmppTo: 'contoso.net' }), /; after STARTTLS \(xmpp, to contoso\.net\)/);
  assert.match(text({ startTls: 'xmpp' }), /; after STARTTLS \(xmpp\)/);
});
