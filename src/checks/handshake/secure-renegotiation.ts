import { quoteText } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass } from '../judgement.ts';

/** The server answered renegotiation_info or its signalling suite. */
export const secureRenegotiation = defineCheck({
  id: 'secure-renegotiation',
  title: 'The server supports secure renegotiation',
  why: 'Without RFC 5746 an attacker can insert requests before those of a user, and current clients refuse to connect.',
  citation: rfc(5746, '3.6 (server behavior: initial handshake), and 3.4 (client behavior)'),
  faults: {
    'not-supported': {
      title: 'The server does not support secure renegotiation',
      why: 'An attacker can insert requests before those of a user, and current clients (OpenSSL 3) refuse to connect.',
      remedy: 'Install MS10-049 (KB980436) or newer updates on Windows, or update the TLS software.',
      subject: 'service',
    },
    malformed: {
      title: "The server's answer about secure renegotiation is malformed",
      why: 'Clients end the handshake, as RFC 5746 demands.',
      remedy: 'Update the TLS software of the server or of the device in front of it.',
      subject: 'service',
    },
  },
  needs: ['handshake'],
  judge: ({ handshake: { secureRenegotiation: isSecure, protocol, violations } }) => {
    if (isSecure === null) return notApplicable('no-renegotiation', `${protocol} has no renegotiation.`);
    const malformed = violations?.find(({ rule }) => rule === 'RFC 5746 §3.4');
    if (malformed !== undefined) {
      return fail('malformed', {
        title: "The server's renegotiation_info is malformed",
        detail: quoteText(malformed.message),
        expected: 'an empty renegotiation_info',
        observed: 'malformed',
      });
    }
    const details = { expected: 'renegotiation_info', observed: isSecure ? 'renegotiation_info' : 'absent' };
    if (isSecure) return pass('The server supports secure renegotiation (renegotiation_info).', details);
    const title = 'Secure renegotiation (RFC 5746) is not supported by the server';
    return fail('not-supported', { title, ...details });
  },
});
