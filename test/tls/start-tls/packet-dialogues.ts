import type { StartTlsProtocol } from '../../../src/model/vocabulary.ts';
import { concatenate } from '../../../src/tls/bytes/byte-writer.ts';
import { hex, latin1 } from './answer-from-script.ts';

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

/** What honest servers of the protocols of packets say before TLS, and refusals: mistakes are planted in them. */
export const packetDialogues = said.map(([protocol, server]) => ({ protocol, server }));
