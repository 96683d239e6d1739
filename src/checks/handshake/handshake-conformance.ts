import { quoteText } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, pass, undetermined } from '../judgement.ts';
import { count, unique } from '../join-words.ts';

/** The server kept the rules of TLS in the part of its flight that was read. The finding names each rule that it broke. */
export const handshakeConformance = defineCheck({
  id: 'handshake-conformance',
  title: 'The server keeps the rules of the TLS handshake',
  why: 'Strict clients, OpenSSL and Go among them, end a handshake at the first broken rule.',
  citation: rfc(8446, '6.2 (what a client must abort for); the finding names the rule'),
  faults: {
    'broken-rule': {
      title: 'The server breaks a rule of the TLS handshake',
      why: 'Strict clients, OpenSSL and Go among them, end a handshake at the first broken rule.',
      remedy:
        'Update the TLS software of the server or of the device in front of it, and report the fault to its maker.',
      subject: 'service',
    },
    'text-before-tls': {
      title: 'Plain text came after the server had agreed to TLS',
      why: 'Anyone on the way can inject commands or answers there. A client that keeps them treats them as protected by TLS (CVE-2011-0411, CVE-2021-33515).',
      remedy:
        'Update the server, which must send nothing between its go-ahead and the ClientHello, and scan again from another place; if the text still comes from one place only, look for a device on the way that injects it.',
      citation: rfc(
        3207,
        '4.2 (and RFC 9051 §6.2.1, RFC 2595 §4, RFC 4642 §2.2.2): what was said before TLS must be discarded',
      ),
      subject: 'service',
    },
  },
  needs: ['handshake'],
  judge: ({ handshake: { violations = [], startTls, flightComplete } }) => {
    const expected = 'no broken rule';
    const [first, ...others] = violations;
    if (startTls?.injected !== undefined) {
      return fail('text-before-tls', {
        title: `Plain text came after the server had agreed to TLS (${startTls.protocol})`,
        detail: [
          'It was not read as TLS.',
          ...violations.map(({ rule, message }) => `${withoutStop(quoteText(message))} (${rule}).`),
        ].join(' '),
        expected: 'nothing before the ClientHello',
        observed: quoteText(escapeBytes(startTls.injected)),
      });
    }
    if (first === undefined) {
      return flightComplete
        ? pass('No broken rule was seen in the handshake.', { expected, observed: 'none' })
        : undetermined(
            'handshake-broke',
            'No broken rule was seen before the handshake ended. Fix the handshake, then scan again.',
            { expected },
          );
    }
    const more = others.length === 0 ? '' : ` and ${count(others.length, 'more broken rule')}`;
    return fail('broken-rule', {
      title: `${withoutStop(quoteText(first.message))} (${first.rule})${more}`,
      detail: others.map(({ rule, message }) => `${withoutStop(quoteText(message))} (${rule}).`).join(' '),
      expected,
      observed: unique(violations.map(({ rule }) => rule)).join(', '),
    });
  },
});

/** Printable ASCII as it is, everything else as `\\xNN`. */
function escapeBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
