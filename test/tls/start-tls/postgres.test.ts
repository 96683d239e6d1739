import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  assertInjection,
  assertReady,
  converse,
  converseAnyhow,
  hex,
  latin1,
  refusal,
  strangers,
  tlsAlert,
} from './answer-from-script.ts';

const postgres = { protocol: 'postgres' } as const;

test('SSLRequest is the length 8 and the code 80877103; S begins TLS', () => {
  assert.equal(0x04d2162f, 80_877_103);
  const conversed = converseAnyhow(postgres, latin1('S'));
  assert.equal(conversed.sent, '0000000804d2162f');
  assertReady(conversed);
});

test('CVE-2021-23222: bytes behind the S are handed out as injected', () => {
  assertInjection(postgres, latin1('S'));
});

test('N is a server without TLS', () => {
  assert.equal(
    refusal(converseAnyhow(postgres, latin1('N'))),
    'The server does not offer TLS: it answered SSLRequest with "N".',
  );
});

test('an ErrorResponse is told with its text and SQLSTATE', () => {
  const fields = latin1('SFATAL\0VFATAL\0C53300\0Msorry, too many clients already\0Fproc.c\0\0');
  const error = Uint8Array.of(0x45, 0, 0, 0, fields.length + 4, ...fields);
  assert.equal(
    refusal(converseAnyhow(postgres, error)),
    'The server refused SSLRequest: "sorry, too many clients already" (SQLSTATE 53300).',
  );
});

test('an error of protocol 2, without length and fields, is told with its text', () => {
  assert.equal(
    refusal(converseAnyhow(postgres, latin1('EFATAL:  unsupported frontend protocol 1234.5679\n\0'))),
    'The server refused SSLRequest: "FATAL:  unsupported frontend protocol 1234.5679\\n".',
  );
});

test('an ErrorResponse without a message, or cut in a field, is quoted', () => {
  assert.equal(
    refusal(converse(postgres, hex('45 0000000a 43353300 00 00'))),
    'The server refused SSLRequest: "C53\\x00\\x00\\x00".',
  );
  assert.match(refusal(converse(postgres, hex('45 00000008 4d 616263'))), /"abc"/);
});

test('an error without end is too long', () => {
  const { end } = converse(postgres, latin1(`EFATAL${'x'.repeat(10_000)}`));
  assert.equal(end.kind, 'failed');
  assert.equal(end.failure.kind, 'limit');
});

test('servers of other protocols are no PostgreSQL servers', () => {
  for (const said of strangers.filter(([first]) => first !== 0x53)) {
    assert.match(
      refusal(converse(postgres, said)),
      /^The peer (?:does not speak|speaks .*, not) PostgreSQL: it answered with/,
    );
  }
});

test('a server that begins with TLS is told as one', () => {
  assert.match(
    refusal(converseAnyhow(postgres, tlsAlert)),
    /begins with TLS at once: .* the TLS alert protocol_version/,
  );
});
