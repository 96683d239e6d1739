import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable, pass } from '../judgement.ts';

/** The server answered renegotiation_info or its signalling suite. */
export const secureRenegotiation = defineCheck({
  id: 'secure-renegotiation',
  title: 'The server knows secure renegotiation',
  why: 'Without RFC 5746 an attacker can put requests of his own before those of a user, and current clients refuse to connect.',
  citation: rfc(5746, '3.4 (client behaviour, initial handshake)'),
  faults: {
    unsorted: {
      title: 'The server knows secure renegotiation',
      why: 'Without RFC 5746 an attacker can put requests of his own before those of a user, and current clients refuse to connect.',
      remedy: 'Install MS10-049 (KB980436) or newer updates on Windows, or update the TLS software.',
      subject: 'service',
    },
  },
  needs: ['handshake'],
  judge: ({ handshake: { secureRenegotiation: isSecure, protocol } }) => {
    if (isSecure === null) return notApplicable('no-renegotiation', `${protocol} has no renegotiation.`);
    const details = { expected: 'renegotiation_info', observed: isSecure ? 'renegotiation_info' : 'absent' };
    if (isSecure) return pass('The server answered with renegotiation_info.', details);
    return failUnsorted(
      'The server did not answer with renegotiation_info. An attacker can put requests of his own before those of a user, and OpenSSL 3 clients refuse to connect. Install MS10-049 (KB980436) or newer updates.',
      details,
    );
  },
});
