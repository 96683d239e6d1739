import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { Handshake } from '../../model/handshake.ts';
import { quoteText } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, type Judgement, pass, undetermined } from '../judgement.ts';
import { failureText } from './failure-text.ts';

/**
 * The server's flight reached its end: ServerHelloDone, in TLS 1.3 the server's Finished, and the same after an RSA key exchange
 * that we complete (`--prove-possession`). Before the proof of the key anyone can keep up with a copied certificate.
 */
export const handshake = defineCheck({
  id: 'handshake',
  title: 'The server completes its part of the handshake',
  why: 'No client can complete a handshake that the server breaks off.',
  citation: rfc(8446, '2 and 4.4 (CertificateVerify, Finished); up to TLS 1.2: RFC 5246 §7.3 and §7.4.5'),
  faults: {
    'ended-before-proof': {
      title: 'The handshake ends before the server proves that it has the private key',
      why: 'No client can connect, and whoever replays a copied certificate without its private key has to stop here.',
      remedy:
        'Scan again to rule out a passing fault; if it persists, find out which machine answers at this address, and look in its log for why it ends the handshake.',
      subject: 'service',
      citation: rfc(
        8446,
        '4.4.3 (CertificateVerify); up to TLS 1.2: RFC 5246 §7.4.3 (ServerKeyExchange) and §7.4.9 (Finished)',
      ),
    },
    'ended-early': {
      title: 'The handshake ends before the server has completed its part',
      why: 'No client can connect, although the server has shown its certificate and its proof of the key.',
      remedy: 'Scan again to rule out a passing fault; if it persists, look in the log of the server for the reason.',
      subject: 'service',
      citation: rfc(8446, '4.4.4 (Finished); up to TLS 1.2: RFC 5246 §7.4.5 (ServerHelloDone)'),
    },
  },
  needs: ['handshake', 'observation'],
  judge: ({ handshake, observation }) => {
    const { failure } = observation;
    if (failure?.kind === 'aborted') return undetermined('interrupted', 'The run was interrupted before the end.');
    if (handshake.flightComplete && failure === null) {
      // No client goes on after that, so whoever cannot prove the key could end there in good order.
      if (handshake.keyExchange.kind === 'unknown' && !isProofSeen(handshake)) {
        return endedBeforeProof(`${handshake.cipherSuite} was not offered`, '');
      }
      return pass('The server completed its part of the handshake.', { expected, observed: expected });
    }
    if (wantedClientCertificate(handshake)) {
      return pass(
        `The server sent its flight to the end, requested a client certificate, and ended the exchange after our answer. ${quoteText(failure?.message ?? '')}`,
        { expected, observed: expected },
      );
    }
    return judgeBroken(handshake, observation);
  },
});

const expected = 'the whole part of the server';

/** The exchange that we completed broke after our answer to a request for a certificate; up to there the server kept its part. */
function wantedClientCertificate({ flightComplete, certificateRequest }: Handshake): boolean {
  return flightComplete && certificateRequest !== null;
}

function judgeBroken(
  { keyPossession, profile }: Handshake,
  { failure, attempts }: EndpointObservation,
): Judgement<'ended-before-proof' | 'ended-early'> {
  const alert = attempts.findLast((attempt) => attempt.profile === profile)?.alert;
  const how = failure === null ? 'how is not recorded' : failureText(failure, alert);
  const detail = quoteText(failure?.message ?? '');
  if (isProofSeen({ keyPossession })) {
    const title = `The handshake ends before the server has completed its part (${how})`;
    return fail('ended-early', { title, detail, expected, observed: how });
  }
  return endedBeforeProof(how, detail);
}

/** A wrong proof is one, too: `key-possession` is about it. */
function isProofSeen({ keyPossession }: Pick<Handshake, 'keyPossession'>): boolean {
  return keyPossession === 'proven' || keyPossession === 'wrong';
}

function endedBeforeProof(how: string, detail: string): Judgement<'ended-before-proof'> {
  return fail('ended-before-proof', {
    title: `The handshake ends before the server proves that it has the private key (${how})`,
    detail: `${detail} The chain is judged as it was sent; nothing shows that it belongs to this server.`.trimStart(),
    expected,
    observed: how,
  });
}
