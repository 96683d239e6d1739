import { protocols } from '../../model/vocabulary.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable, pass } from '../judgement.ts';

/**
 * No downgrade sentinel if our hello offered more: a server puts it into its random when it could do better than what
 * reached it (RFC 8446 §4.1.3), so a middlebox changed the hello, or the server contradicts itself.
 */
export const protocolDowngrade = defineCheck({
  id: 'protocol-downgrade',
  title: 'Nobody made the server choose an older protocol',
  why: 'The sentinel says that the server supports more than it chose: a middlebox changed the hello, or the server is misconfigured.',
  citation: rfc(8446, '4.1.3 (downgrade protection)'),
  faults: {
    unsorted: {
      title: 'Nobody made the server choose an older protocol',
      why: 'The sentinel says that the server supports more than it chose: a middlebox changed the hello, or the server is misconfigured.',
      remedy:
        'Scan from a place without TLS-inspecting devices between; if it stays, update the server or its load balancer.',
      subject: 'service',
    },
  },
  needs: ['handshake'],
  judge: ({ handshake: { protocol, offeredProtocol, downgradeSentinel } }) => {
    if (protocols.indexOf(offeredProtocol) <= protocols.indexOf(protocol)) {
      return notApplicable('offered-no-more', `The hello that was answered offered no more than ${protocol}.`);
    }
    const details = { expected: 'no sentinel', observed: downgradeSentinel ?? 'no sentinel' };
    if (downgradeSentinel === null || !speaksOfOurHello(downgradeSentinel, offeredProtocol, protocol)) {
      return pass(
        `The server chose ${protocol} of up to ${offeredProtocol} and says by no sentinel that it knows better.`,
        details,
      );
    }
    return failUnsorted(
      `The server chose ${protocol}, and its random says that it was asked for ${downgradeSentinel} at most, while our hello offered ${offeredProtocol}. Something between changed the hello, or the server contradicts itself. Scan from another place, and update the server or its load balancer.`,
      details,
    );
  },
});

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
