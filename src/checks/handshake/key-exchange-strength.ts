import type { Handshake } from '../../model/handshake.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, pass, undetermined } from '../judgement.ts';

/** The negotiated key exchange is not of export grade, and its group is large enough. */
export const keyExchangeStrength = defineCheck({
  id: 'key-exchange-strength',
  title: 'The key exchange negotiated is strong enough',
  why: 'Export keys are broken within hours, and DH groups of 1024 bits and less are within reach of large attackers (Logjam).',
  citation: rfc(9325, '4.1 and 4.2 (TLS recommendations); CWA: KB3061518'),
  faults: {
    unsorted: {
      title: 'The key exchange negotiated is strong enough',
      why: 'Export keys are broken within hours, and DH groups of 1024 bits and less are within reach of large attackers (Logjam).',
      remedy: 'Disable export suites; offer ECDHE, or DHE with a group of 2048 bits.',
      subject: 'service',
    },
  },
  needs: ['handshake', 'thresholds'],
  judge: ({ handshake: { keyExchange, cipherSuite }, thresholds }) => {
    const observed = exchangeText(keyExchange);
    const { kind, bits } = keyExchange;
    if (kind === 'rsa-export' || kind === 'dhe-export') {
      return failUnsorted(
        `The suite ${cipherSuite} is of export grade (${observed}). Its keys are broken within hours. Disable export suites.`,
        { expected: 'no export grade', observed },
      );
    }
    if (kind === 'unknown') {
      return undetermined(
        'unsupported-algorithm',
        `How the suite ${cipherSuite} exchanges keys is not known here, so its strength is not judged.`,
        { observed },
      );
    }
    if (kind === 'rsa') {
      return pass(
        `The suite ${cipherSuite} exchanges keys with the RSA key of the certificate: no group to judge, and no forward secrecy.`,
        {
          observed,
        },
      );
    }
    const minimum = kind === 'dhe' ? thresholds.minimumDhBits : thresholds.minimumEcdheBits;
    const details = { expected: `at least ${minimum} bits`, observed };
    if (bits === null) {
      return undetermined('handshake-broke', 'The size of the group was not seen before the handshake ended.', details);
    }
    // TLS 1.3 may also run over a finite field; only old DHE lets a server choose a small one.
    if (bits >= minimum) return pass(`The key exchange is ${observed}.`, details);
    return failUnsorted(
      `The key exchange is ${observed}, below ${minimum} bits. Large attackers can break it afterwards. Offer ECDHE, or DHE with 2048 bits.`,
      details,
    );
  },
});

function exchangeText({ kind, group, bits }: Handshake['keyExchange']): string {
  return [kind, group, bits === null ? null : `${bits} bits`].filter((part) => part !== null).join(', ');
}
