import type { Mutant } from '../mutant.ts';

const xmpp = 'test/tls/start-tls/xmpp.test.ts';
const mssql = 'test/tls/start-tls/mssql.test.ts';

/** What a server says in plain text before TLS, in structures of its own. */
export const structuredPrefaceMutants: readonly Mutant[] = [
  {
    id: 'xml-depth',
    defends: 'elements before TLS are so deep',
    file: 'src/tls/start-tls/xml-stream.ts',
    replace: 'depth > maxDepth',
    by: 'false',
    test: { file: xmpp, title: 'too deep nesting is refused' },
  },
  {
    id: 'ldap-message-bytes',
    defends: 'the answer to StartTLS has so many bytes',
    file: 'src/tls/start-tls/ldap.ts',
    replace: 'length > maxMessageBytes',
    by: 'false',
    test: { file: 'test/tls/start-tls/ldap.test.ts', title: 'a message with 16 MiB is refused' },
  },
  {
    id: 'ldap-message-id',
    defends: 'the answer to another message is no go-ahead',
    file: 'src/tls/start-tls/ldap.ts',
    replace: 'id !== messageId',
    by: 'false',
    test: { file: 'test/tls/start-tls/ldap.test.ts', title: 'the answer to another message is no go-ahead' },
  },
  {
    id: 'mysql-greeting-bytes',
    defends: 'a greeting has so many bytes',
    file: 'src/tls/start-tls/mysql.ts',
    replace: 'length > maxGreetingBytes',
    by: 'false',
    test: {
      file: 'test/tls/start-tls/mysql.test.ts',
      title: 'an empty packet and a long one are no greetings',
    },
  },
  {
    id: 'rdp-packet-bytes',
    defends: 'a Connection Confirm has so many bytes',
    file: 'src/tls/start-tls/rdp.ts',
    replace: 'length > maxPacketBytes',
    by: 'false',
    test: { file: 'test/tls/start-tls/rdp.test.ts', title: 'a packet that is too long is a refusal' },
  },
  {
    id: 'tds-packet-bytes',
    defends: 'a packet around the handshake has so many bytes',
    file: 'src/tls/start-tls/tds-packets.ts',
    replace: 'length > maxTdsPacketBytes',
    by: 'false',
    test: {
      file: mssql,
      title: 'a packet of 32 KiB is read, a longer one, an empty one and one of another type end the connection',
    },
  },
  {
    id: 'tds-empty-packets',
    defends: 'packets around the handshake carry something',
    file: 'src/tls/start-tls/tds-packets.ts',
    replace: 'length <= tdsHeaderBytes',
    by: 'length < tdsHeaderBytes',
    test: {
      file: mssql,
      title: 'a packet of 32 KiB is read, a longer one, an empty one and one of another type end the connection',
    },
  },
];
