import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { StartTlsProtocol } from '../../../src/model/vocabulary.ts';
import { converse } from './converse.ts';
import { type Dialogue, dialogues } from './dialogues.ts';

const forged = '\x16\x03\x03\x00\x02\x02\x00';

for (const [name, { protocol, server, client }] of Object.entries<Dialogue>(dialogues)) {
  test(`${name}: TLS begins, in whatever pieces the server speaks`, () => {
    for (const pieceBytes of [server.length, 1, 2, 3, 7]) {
      const { end, sent, injected } = converse(protocol, server, pieceBytes);
      assert.deepEqual({ end, sent, injected }, { end: 'ready', sent: client, injected: '' });
    }
  });

  test(`${name}: what comes with the go-ahead is handed out as injected, and is not part of TLS`, () => {
    const { end, injected, sent } = converse(protocol, `${server}${forged}`);
    assert.deepEqual({ end, injected, sent }, { end: 'ready', injected: forged, sent: client });
  });

  test(`${name}: every shorter text is waited on`, () => {
    for (let length = 0; length < server.length; length += 1) {
      assert.equal(converse(protocol, server.slice(0, length)).end, 'more');
    }
  });
}

const ehlo = '220 mx ESMTP\r\n250-mx\r\n250 STARTTLS\r\n';
const listed = '* OK hi\r\n* CAPABILITY IMAP4rev1 STARTTLS\r\na OK\r\n';
const nntp = '200 hi\r\n101 list\r\nSTARTTLS\r\n.\r\n';
const sieve = '"IMPLEMENTATION" "x"\r\n"STARTTLS"\r\nOK\r\n';
const irc = ':irc.test CAP * LS :tls\r\n';

const refusals: readonly (readonly [StartTlsProtocol, said: string, message: RegExp])[] = [
  [
    'smtp',
    '421 4.7.0 mx too many connections\r\n',
    /^The server turned the client away: its greeting was "421 4\.7\.0 mx/,
  ],
  ['smtp', '521 mx does not accept mail\r\n', /turned the client away.*"521 /],
  ['smtp', '554-mx\r\n554 5.7.1 No SMTP service here\r\n', /turned the client away.*"554-mx; 554 5\.7\.1 No/],
  [
    'smtp',
    '220 mx\r\n502 5.5.2 what?\r\n',
    /^The server refused EHLO: "502 5\.5\.2 what\?"; it supports no extensions, and so no STARTTLS\.$/,
  ],
  ['smtp', '220 mx\r\n500 what?\r\n', /refused EHLO: "500 what\?"; it supports no extensions/],
  [
    'smtp',
    '220 mx\r\n504 5.5.2 <a>: need fully-qualified hostname\r\n',
    /refused EHLO: "504 .* give another one with --ehlo-name\.$/,
  ],
  ['smtp', '220 mx\r\n421 busy\r\n', /^The server refused EHLO: "421 busy"\.$/],
  [
    'smtp',
    '220 mx\r\n250-mx\r\n250 HELP STARTTLS\r\n',
    /does not offer STARTTLS: it answered EHLO with "250-mx; 250 HELP STARTTLS"\.$/,
  ],
  [
    'smtp',
    '220 mx\r\n250-mx\r\n250-XXXXXXXA\r\n250 HELP\r\n',
    /; a firewall that inspects SMTP has overwritten keywords/,
  ],
  [
    'smtp',
    `${ehlo}454 4.7.0 TLS not available\r\n`,
    /^The server refused STARTTLS: "454 4\.7\.0 TLS not available"\.$/,
  ],
  ['smtp', `${ehlo}501 no parameters\r\n`, /refused STARTTLS: "501/],
  ['smtp', `${ehlo}503 5.5.1 not now\r\n`, /refused STARTTLS: "503/],
  ['smtp', `${ehlo}250 fine\r\n`, /refused STARTTLS: "250 fine"/],
  ['smtp', `${ehlo}220-go\r\n554 no\r\n`, /refused STARTTLS: "220-go; 554 no"/],
  ['smtp', `${ehlo}what?\r\n`, /refused STARTTLS: "what\?"/],
  ['smtp', '* OK IMAP4rev1 ready\r\n', /^The peer speaks IMAP, not SMTP: its greeting was "\* OK IMAP4rev1 ready"\.$/],
  ['smtp', '+OK POP3\r\n', /speaks POP3, not SMTP/],
  ['smtp', 'SSH-2.0-OpenSSH_9.2p1\r\n', /speaks SSH, not SMTP/],
  ['smtp', 'hello\x1b[31m\r\n', /^The peer does not speak SMTP: its greeting was "hello\\x1b\[31m"\.$/],
  [
    'smtp',
    '220 (vsFTPd 3.0.3)\r\n530 Please login with USER and PASS.\r\n',
    /refused EHLO: "530 .* it seems to speak FTP: its/,
  ],
  ['smtp', '220 mx LMTP\r\n500 5.5.1 Unknown command\r\n', /it seems to speak LMTP/],
  [
    'lmtp',
    '220 mx ESMTP\r\n502 5.5.2 Error\r\n',
    /^The server refused LHLO: "502 5\.5\.2 Error"; it seems to speak SMTP/,
  ],
  ['lmtp', '220 mx\r\n250 mx\r\n', /does not offer STARTTLS: it answered LHLO with "250 mx"/],
  ['pop3', '-ERR [SYS/TEMP] try later\r\n', /turned the client away: its greeting was "-ERR \[SYS\/TEMP\] try later"/],
  [
    'pop3',
    '+OK hi\r\n+OK\r\nTOP\r\nUIDL\r\n.\r\n',
    /^The server does not offer STLS: it answered CAPA with "TOP; UIDL"\.$/,
  ],
  ['pop3', '+OK hi\r\n-ERR\r\n-ERR no STLS\r\n', /^The server refused STLS: "-ERR no STLS"\.$/],
  ['pop3', '220 mx ESMTP\r\n', /speaks SMTP, not POP3/],
  ['imap', '* BYE too many\r\n', /turned the client away.*"\* BYE too many"/],
  ['imap', '* PREAUTH hi\r\n', /treats the client as logged in already.*"\* PREAUTH hi"/],
  [
    'imap',
    '* OK hi\r\n* CAPABILITY IMAP4rev1\r\na OK done\r\n',
    /does not offer STARTTLS: it answered CAPABILITY with "\* CAPABILITY IMAP4rev1; a OK done"/,
  ],
  ['imap', '* OK hi\r\n* CAPABILITY IMAP4rev1 NOSTARTTLS\r\na OK done\r\n', /does not offer/],
  ['imap', '* OK hi\r\n* BYE now\r\n', /^The server ended the session: "\* BYE now"\.$/],
  ['imap', `${listed}b NO not now\r\n`, /^The server refused STARTTLS: "b NO not now"\.$/],
  ['imap', `${listed}b BAD what\r\n`, /refused STARTTLS: "b BAD what"/],
  ['imap', `${listed}* BYE gone\r\n`, /refused STARTTLS: "\* BYE gone"/],
  ['imap', '220 mx ESMTP\r\n', /speaks SMTP, not IMAP/],
  ['ftp', '421 busy\r\n', /turned the client away.*"421 busy"/],
  ['ftp', '500 no\r\n', /turned the client away/],
  ['ftp', '220 hi\r\n500 what?\r\n', /^The server refused AUTH TLS: "500 what\?"\.$/],
  ['ftp', '220 hi\r\n502 not implemented\r\n', /refused AUTH TLS: "502/],
  ['ftp', '220 hi\r\n530 Please login with USER and PASS.\r\n', /refused AUTH TLS: "530 Please login/],
  ['ftp', '220 hi\r\n534 policy\r\n', /refused AUTH TLS: "534 policy"/],
  ['ftp', '220 hi\r\n431 not now\r\n', /refused AUTH TLS: "431 not now"/],
  ['ftp', '220 hi\r\n504 unknown\r\n504 unknown, too\r\n', /^The server refused AUTH TLS: "504 unknown"\.$/],
  [
    'ftp',
    '220 mx ESMTP\r\n503 5.5.1 Error: authentication not enabled\r\n',
    /refused AUTH TLS: "503 .* it seems to speak SMTP/,
  ],
  ['nntp', '400 not available\r\n', /turned the client away.*"400/],
  ['nntp', '502 no permission\r\n', /turned the client away.*"502/],
  ['nntp', '220 mx ESMTP\r\n', /speaks SMTP, not NNTP/],
  ['nntp', '200 hi\r\n101 list\r\nREADER\r\n.\r\n', /does not offer STARTTLS: it answered CAPABILITIES with "READER"/],
  [
    'nntp',
    '200 hi\r\n101 l\r\nMODE-READER\r\n.\r\n502 no\r\n',
    /does not offer STARTTLS: it answered CAPABILITIES with "MODE-READER"/,
  ],
  ['nntp', `${nntp}483 strong encryption required\r\n`, /refused STARTTLS: "483/],
  ['nntp', `${nntp}580 cannot\r\n`, /^The server refused STARTTLS: "580 cannot"\.$/],
  ['nntp', `${nntp}502 already\r\n`, /refused STARTTLS: "502 already"/],
  ['sieve', 'BYE "go away"\r\n', /turned the client away: its greeting was "BYE \\"go away\\""/],
  ['sieve', '"IMPLEMENTATION" "x"\r\nNO\r\n', /turned the client away/],
  [
    'sieve',
    '"IMPLEMENTATION" "x"\r\n"SIEVE" "STARTTLS"\r\nOK\r\n',
    /does not offer STARTTLS: its greeting was "\\"IMPLEMENTATION\\" \\"x\\"; /,
  ],
  ['sieve', `${sieve}NO (TRYLATER) {4}\r\nwhat\r\n`, /^The server refused STARTTLS: "NO \(TRYLATER\) \\"what\\""\.$/],
  ['sieve', `${sieve}BYE "gone"\r\n`, /refused STARTTLS: "BYE \\"gone\\""/],
  ['sieve', '* OK IMAP\r\n', /speaks IMAP, not ManageSieve/],
  [
    'irc',
    ':irc.test CAP * LS :sasl batch\r\n',
    /^The server does not offer STARTTLS: it answered CAP LS with "sasl batch"\.$/,
  ],
  [
    'irc',
    ':irc.test CAP * LS :sts=duration=9,port=6697\r\n',
    /; it names port 6697 for TLS at once \(ircs:\/\/HOST:6697\)\.$/,
  ],
  ['irc', 'ERROR :Closing Link: (banned)\r\n', /^The server ended the session: "ERROR :Closing Link: \(banned\)"\.$/],
  [
    'irc',
    `${irc}:irc.test 691 * :STARTTLS failed\r\n`,
    /^The server refused STARTTLS: ":irc\.test 691 \* :STARTTLS failed"\.$/,
  ],
  ['irc', `${irc}:irc.test 451 * STARTTLS :Register first\r\n`, /refused STARTTLS: ":irc\.test 451/],
  ['irc', `${irc}:irc.test 421 * STARTTLS :Unknown command\r\n`, /refused STARTTLS: ":irc\.test 421/],
  ['irc', `${irc}ERROR :gone\r\n`, /refused STARTTLS: "ERROR :gone"/],
  ['irc', '220 mx ESMTP\r\n', /speaks SMTP, not IRC/],
  ['irc', 'HTTP/1.1 400 Bad Request\r\n', /speaks plain HTTP, not IRC/],
];

for (const [protocol, said, message] of refusals) {
  test(`${protocol}: ${JSON.stringify(said.slice(-50))} is no agreement to TLS, and is quoted`, () => {
    const whole = converse(protocol, said);
    assert.deepEqual([whole.end, whole.kind], ['failed', 'starttls']);
    assert.match(whole.message, message);
    const bit = converse(protocol, said, 1);
    assert.deepEqual([bit.message, bit.sent], [whole.message, whole.sent]);
  });
}

test('the session is ended in the manner of the protocol', () => {
  assert.match(converse('smtp', `${ehlo}454 no\r\n`).sent, /\r\nQUIT\r\n$/);
  assert.match(converse('imap', `${listed}b NO no\r\n`).sent, /\r\nz LOGOUT\r\n$/);
  assert.match(converse('sieve', `${sieve}NO\r\n`).sent, /\r\nLOGOUT\r\n$/);
});
