import { assertNever } from '../../model/assert-never.ts';
import { quoteText } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, pass, undetermined } from '../judgement.ts';

/** The server proved that it holds the leaf's key, by a signature or a verified Finished. */
export const keyPossession = defineCheck({
  id: 'key-possession',
  title: 'The server proved that it holds the private key',
  why: 'Anyone can present a copied certificate; only a proof shows that the server can serve with it.',
  citation: rfc(8446, '4.4.3 (CertificateVerify); up to TLS 1.2: RFC 5246 §7.4.3'),
  faults: {
    unsorted: {
      title: 'The server proved that it holds the private key',
      why: 'Anyone can present a copied certificate; only a proof shows that the server can serve with it.',
      remedy:
        'Assign the certificate together with its private key; a certificate imported without its key serves nobody.',
      subject: 'service',
    },
  },
  needs: ['handshake', 'leaf'],
  judge: ({ handshake: { keyPossession: possession, keyPossessionReason, flightComplete, cipherSuite } }) => {
    const details = { expected: 'proven', observed: possession };
    const reason = quoteText(keyPossessionReason);
    switch (possession) {
      case 'proven':
        return pass(`The server proved that it holds the key: ${reason}.`, details);
      case 'wrong':
        return failUnsorted(
          `The proof of the private key is wrong: ${reason}. The server does not hold the key of the certificate it presents, so no client can connect. Assign the certificate together with its key.`,
          details,
        );
      case 'not-proven':
        return undetermined(
          'no-proof-in-key-exchange',
          `The suite ${cipherSuite} holds no proof of the private key (${reason}). Scan with --prove-possession to complete the key exchange.`,
          details,
        );
      case 'undetermined':
        return undetermined(
          flightComplete ? 'unsupported-algorithm' : 'handshake-broke',
          `Whether the server holds the private key was not seen: ${reason}.`,
          details,
        );
      default:
        return assertNever(possession);
    }
  },
});
