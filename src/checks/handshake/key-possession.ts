import { assertNever } from '../../model/assert-never.ts';
import { quoteText } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, pass, undetermined } from '../judgement.ts';

/** The server proved that it has the leaf's key, by a signature or a verified Finished. */
export const keyPossession = defineCheck({
  id: 'key-possession',
  title: 'The server has the private key of its certificate',
  why: 'Anyone can send a copied certificate; only a server with the private key can complete a handshake.',
  citation: rfc(8446, '4.4.3 (CertificateVerify); up to TLS 1.2: RFC 5246 §7.4.3 and §7.4.9'),
  faults: {
    'wrong-proof': {
      title: 'The server does not have the private key of its certificate',
      why: 'No client can complete the handshake, and the certificate may have been copied from another machine.',
      remedy:
        'Install the certificate together with its private key, or find out which machine answers at this address.',
      subject: 'service',
    },
  },
  needs: ['handshake', 'leaf', 'observation'],
  judge: ({ handshake, observation: { failure } }) => {
    const { keyPossession: possession, keyPossessionReason, flightComplete, cipherSuite, keyExchange } = handshake;
    const details = { expected: 'proven', observed: possession };
    const reason = quoteText(keyPossessionReason);
    switch (possession) {
      case 'proven':
        return pass(`The server proved that it has the private key: ${reason}.`, details);
      case 'wrong':
        return fail('wrong-proof', {
          title: 'The server does not have the private key of its certificate',
          detail: `Its proof is wrong: ${reason}.`,
          ...details,
        });
      case 'not-proven':
        return undetermined(
          'no-proof-in-key-exchange',
          keyExchange.kind === 'rsa'
            ? `Not proven: ${cipherSuite} shows the private key only if the key exchange is completed (use --prove-possession).`
            : `Not proven: the key exchange of ${cipherSuite} carries no signature by the private key.`,
          details,
        );
      case 'undetermined': {
        const isBroken = !flightComplete || failure !== null;
        const unverified = handshake.keyPossessionOverLimit === true ? 'budget-exceeded' : 'unsupported-algorithm';
        return undetermined(
          isBroken ? 'handshake-broke' : unverified,
          `Whether the server has the private key was not seen: ${reason}.${flightComplete ? '' : ' See handshake.'}`,
          details,
        );
      }
      default:
        return assertNever(possession);
    }
  },
});
