import { ascii } from '../../src/tls/bytes/byte-writer.ts';
import { type Animal, endsIn } from './animal.ts';

/** Peers that speak something else. */
export const strangers: readonly Animal[] = [
  greeting('ssh', 'greets as an SSH server', 'SSH-2.0-OpenSSH_9.6\r\n'),
  greeting('smtp', 'greets as a mail server that wants STARTTLS', '220 mail.zoo.test ESMTP ready\r\n'),
  greeting('imap', 'greets as an IMAP server that wants STARTTLS', '* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n'),
  greeting('pop3', 'greets as a POP3 server that wants STLS', '+OK POP3 ready\r\n'),
  greeting('ftp', 'greets as an FTP server that wants AUTH TLS', '220 FTP service ready\r\n'),
  greeting('escape-greeting', 'greets with terminal escapes', '\u001b]0;owned\u0007\u001b[2J\u202e220\r\n'),
  greeting('endless-line', 'greets with a line that does not end', 'A'.repeat(0x10000)),
  {
    name: 'http',
    does: 'answers the hello in plain HTTP',
    behave: async (visit) => {
      await visit.hello();
      await visit.send(ascii('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
      visit.finish();
    },
    ends: endsIn('not-tls'),
  },
  {
    name: 'echo',
    does: 'sends our hello back',
    behave: async (visit) => {
      const { message } = await visit.hello();
      await visit.send(message);
    },
    ends: endsIn('not-tls'),
  },
];

function greeting(name: string, does: string, text: string): Animal {
  return { name, does, behave: (visit) => visit.send(ascii(text)), ends: endsIn('not-tls') };
}
