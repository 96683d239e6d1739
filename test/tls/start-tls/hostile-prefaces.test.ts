import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { StartTlsProtocol } from '../../../src/model/vocabulary.ts';
import { concatenate } from '../../../src/tls/bytes/byte-writer.ts';
import { createStartTls } from '../../../src/tls/start-tls/start-tls.ts';
import { seededBytes } from '../seeded.ts';
import { hex, latin1 } from './answer-from-script.ts';

/** What honest servers say, and refusals: the prefaces in which mistakes are planted. */
const said: readonly (readonly [StartTlsProtocol, Uint8Array])[] = [
  ['ldap', hex('300c 020101 7807 0a0100 0400 0400')],
  [
    'ldap',
    hex(
      '30840000002b 020101 788400000022 0a0102 0400 040a 756e737570706f72746564 a30f 040d 6c6461703a2f2f612e746573742f',
    ),
  ],
  [
    'xmpp',
    latin1(
      "<?xml version='1.0'?><stream:stream id='1' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><!-- c --><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls><a b=\"&#x41;\">t</a></stream:features><proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
    ),
  ],
  [
    'xmpp-server',
    latin1(
      "<stream:stream version='1.0' xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'><stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text>no &amp; no</text></stream:error></stream:stream>",
    ),
  ],
  ['postgres', latin1('S')],
  ['postgres', concatenate([hex('45 00000026'), latin1('SFATAL\0VFATAL\0C53300\0Mtoo many\0\0')])],
  [
    'mysql',
    concatenate([
      hex('34000000 0a'),
      latin1('8.0.36\0'),
      hex('2a000000 3132333435363738 00 ffff 21 0200 ff81 15'),
      new Uint8Array(30),
    ]),
  ],
  ['mysql', concatenate([hex('17000000 ff 1004'), latin1('#08004Too many con')])],
  ['mssql', hex('0401002b00000100 00001a0006 0100200001 0200210001 0300220000 0400220001 ff 0b000bb80000 01 00 01')],
  ['mssql', hex('0401001a00000100 aa 0f00 18480000 01 0e 0300 4e006f002e00')],
  ['rdp', hex('03000013 0ed00000123400 021f080002000000')],
  ['rdp', hex('03000013 0ed00000123400 0300080005000000')],
];

/** Cuts, doubles, drops, and overwrites bytes, by numbers that are drawn. */
function spoil(bytes: Uint8Array, draw: (below: number) => number): Uint8Array {
  const spoiled = Array.from(bytes);
  for (let change = draw(4); change >= 0; change -= 1) {
    const at = draw(spoiled.length + 1);
    switch (draw(5)) {
      case 0:
        spoiled.splice(at, 1 + draw(4));
        break;
      case 1:
        spoiled.splice(at, 0, ...spoiled.slice(draw(at + 1), at).slice(0, 64));
        break;
      case 2:
        spoiled[at] = draw(256);
        break;
      case 3:
        spoiled[at] = [0x00, 0x3c, 0x3e, 0x26, 0x80, 0x84, 0xff][draw(7)] as number;
        break;
      default:
        spoiled.splice(at, 0, ...Array.from({ length: draw(9) }, () => draw(256)));
    }
  }
  return Uint8Array.from(spoiled);
}

const roundsEach = Number(process.env['CERTMUSTER_FUZZ_ROUNDS'] ?? 500);

for (const [index, [protocol, honest]] of said.entries()) {
  test(`${protocol} (${index}): spoiled in any way and cut in any pieces, it is read without a throw and to one end`, () => {
    const random = seededBytes(`preface ${index}`);
    const draw = (below: number): number => {
      const [high = 0, low = 0] = random(2);
      return (high * 0x100 + low) % below;
    };
    for (let round = 0; round < roundsEach; round += 1) {
      const bytes = spoil(honest, draw);
      const outcomes = [bytes.length + 1, 1 + draw(7)].map((pieceBytes) => play(protocol, bytes, pieceBytes));
      // An injection depends on how the bytes arrive, the decision does not.
      assert.equal(outcomes[0], outcomes[1]);
    }
  });
}

function play(protocol: StartTlsProtocol, bytes: Uint8Array, pieceBytes: number): string {
  const preface = createStartTls({ protocol, host: 'contoso.test', clientName: undefined, localAddress: undefined });
  preface.start();
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const step = preface.receive(bytes.subarray(start, start + pieceBytes));
    if (step.kind === 'failed') assert.match(step.failure.message, /^[A-Z].*\.$/s);
    if (step.kind !== 'more') return step.kind;
  }
  assert.ok(preface.progress().awaits.length > 0);
  return 'more';
}
