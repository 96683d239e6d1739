import type { Handshake } from '../../model/handshake.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, pass, undetermined } from '../judgement.ts';

/** The negotiated key exchange is not of export grade, and its group is large enough. */
export const keyExchangeStrength = defineCheck({
  id: 'key-exchange-strength',
  title: 'The negotiated key exchange is strong enough',
  why: 'Export keys are broken within hours, and DH groups of 1024 bits and less are within reach of well-funded attackers (Logjam).',
  citation: rfc(9325, '4.1 (export grade) and 4.5 (public key length)'),
  faults: {
    'export-grade': {
      title: 'The negotiated key exchange is of export grade',
      why: 'Export keys are broken within hours, so the session can be read and changed.',
      remedy: 'Disable the export cipher suites.',
      subject: 'service',
      citation: rfc(9325, '4.1 (no suites below 112 bits, export grade among them)'),
    },
    'small-group': {
      title: 'The group of the negotiated key exchange is too small',
      why: 'Well-funded attackers can break such a group and decrypt recorded sessions (Logjam).',
      remedy: 'Offer ECDHE, or DHE with a group of 2048 bits.',
      subject: 'service',
      citation: rfc(9325, '4.5 (public key length); the minimum of cwa-2007-r2: Microsoft KB3061518'),
    },
  },
  needs: ['handshake', 'thresholds'],
  judge: ({ handshake: { keyExchange, cipherSuite }, thresholds }) => {
    const observed = exchangeText(keyExchange);
    const { kind, bits } = keyExchange;
    if (kind === 'rsa-export' || kind === 'dhe-export') {
      const title = `Export-grade key exchange (${observed}) with ${cipherSuite}`;
      return fail('export-grade', { title, expected: 'no export grade', observed });
    }
    if (kind === 'unknown') {
      return undetermined(
        'unsupported-algorithm',
        `This program does not know how ${cipherSuite} exchanges keys. Compare the suite with your own policy.`,
        { observed },
      );
    }
    if (kind === 'rsa' || kind === 'rsa-psk' || kind === 'ecdh' || kind === 'dh') {
      return pass(`${cipherSuite} uses the key of the certificate: no group to judge, no forward secrecy.`, {
        observed,
      });
    }
    const minimum = kind === 'dhe' || kind === 'srp' ? thresholds.minimumDhBits : thresholds.minimumEcdheBits;
    const details = { expected: `at least ${minimum} bits`, observed };
    if (bits === null) {
      return undetermined(
        'handshake-broke',
        'The handshake ended before the size of the group was seen. Fix the handshake, then scan again.',
        details,
      );
    }
    // TLS 1.3 may also run over a finite field; only old DHE lets a server choose a small one.
    if (bits >= minimum) return pass(`The key exchange is ${observed}.`, details);
    return fail('small-group', {
      title: `Weak key exchange (${observed}); the minimum is ${minimum} bits`,
      ...details,
    });
  },
});

function exchangeText({ kind, group, bits }: Handshake['keyExchange']): string {
  return [kind, group, bits === null ? null : `${bits} bits`].filter((part) => part !== null).join(', ');
}
