import { protocols } from '../../model/vocabulary.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass } from '../judgement.ts';

/**
 * No downgrade sentinel if our hello offered more: a server puts it into its random when it could do better than what
 * reached it (RFC 8446 §4.1.3), so a middlebox changed the hello, or the server contradicts itself.
 */
export const protocolDowngrade = defineCheck({
  id: 'protocol-downgrade',
  title: 'No protocol downgrade was detected',
  why: 'A downgrade means that a device between client and server changed the handshake, or that the server is misconfigured.',
  citation: rfc(8446, '4.1.3 (downgrade protection)'),
  faults: {
    'downgrade-sentinel': {
      title: 'A protocol downgrade was detected',
      why: 'A device between client and server changes the handshake, or the server is misconfigured; clients that notice refuse to connect.',
      remedy:
        'Scan from a network without a TLS-inspecting device; if the downgrade persists, update the server or its load balancer.',
      subject: 'service',
    },
  },
  needs: ['handshake'],
  judge: ({ handshake: { protocol, offeredProtocol, downgradeSentinel } }) => {
    if (protocols.indexOf(offeredProtocol) <= protocols.indexOf(protocol)) {
      return notApplicable('offered-no-more', `The server chose the newest protocol offered, ${protocol}.`);
    }
    const details = { expected: 'no sentinel', observed: downgradeSentinel ?? 'no sentinel' };
    if (downgradeSentinel === null || !speaksOfOurHello(downgradeSentinel, offeredProtocol, protocol)) {
      return pass(`No protocol downgrade was detected (${protocol} of up to ${offeredProtocol}).`, details);
    }
    return fail('downgrade-sentinel', {
      title: `Protocol downgrade to ${protocol}: ${offeredProtocol} was offered`,
      detail: `The server signals that it was offered ${sentinelText[downgradeSentinel]}.`,
      ...details,
    });
  },
});

/** What the server says that it supports more than. */
const sentinelText = { 'TLSv1.2': 'TLSv1.2 at most', 'TLSv1.1-or-lower': 'TLSv1.1 at most' } as const;

/** TLS 1.3 offered: either value counts. TLS 1.2 offered: only the one that speaks of 1.1 and older, if that was chosen. */
function speaksOfOurHello(
  sentinel: 'TLSv1.2' | 'TLSv1.1-or-lower',
  offered: (typeof protocols)[number],
  chosen: (typeof protocols)[number],
): boolean {
  if (offered === 'TLSv1.3') return true;
  return (
    offered === 'TLSv1.2' && sentinel === 'TLSv1.1-or-lower' && protocols.indexOf(chosen) < protocols.indexOf('TLSv1.2')
  );
}
