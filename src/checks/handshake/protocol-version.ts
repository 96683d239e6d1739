import { protocols } from '../../model/vocabulary.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, pass, undetermined } from '../judgement.ts';
import { refusedForParameters } from './refused-for-parameters.ts';

/**
 * The version negotiated, which is not all the server supports; and the hello profile it took. If only a hello of old versions
 * was answered, for want of parameters in the others, it is not the server's limit.
 */
export const protocolVersion = defineCheck({
  id: 'protocol-version',
  title: 'The negotiated protocol is current',
  why: 'SSL 3.0, TLS 1.0 and TLS 1.1 have known attacks, and current clients do not support them.',
  citation: rfc(8996, '4 (TLS 1.0) and 5 (TLS 1.1); SSL 3.0: RFC 7568 §3'),
  faults: {
    'outdated-protocol': {
      title: 'The negotiated protocol is outdated',
      why: 'SSL 3.0, TLS 1.0 and TLS 1.1 have known attacks, and current clients do not support them.',
      remedy:
        'Enable TLS 1.2 on the server (Windows Server 2008 R2 and later), or put a reverse proxy with TLS 1.2 in front of it.',
      subject: 'service',
    },
  },
  needs: ['handshake', 'observation', 'thresholds'],
  judge: ({ handshake, observation: { attempts }, thresholds }) => {
    const { protocol, profile, offeredProtocol, downgradeSentinel } = handshake;
    const minimum = protocols[thresholds.minimumProtocolIndex] ?? protocols[protocols.length - 1];
    const details = { expected: `${minimum} or newer`, observed: protocol };
    const offer = `The hello that was answered (profile ${profile}) offered up to ${offeredProtocol}.`;
    if (protocols.indexOf(protocol) >= thresholds.minimumProtocolIndex)
      return pass(`${protocol} was negotiated. ${offer}`, details);
    if (protocols.indexOf(offeredProtocol) < thresholds.minimumProtocolIndex) {
      const refused = refusedForParameters(attempts, handshake);
      if (refused !== undefined) {
        return undetermined(
          'no-common-parameters',
          `Not known: ${protocol} was negotiated by the hello ${profile}, which offered no more, after the server refused the hello ${refused.profile} with ${refused.alert}. It may speak newer versions with a key exchange group, cipher suite or signature algorithm that was not offered. Compare its configuration.`,
          details,
        );
      }
      if (downgradeSentinel !== null) {
        return undetermined(
          'no-common-parameters',
          `Not known: only the hello ${profile} was answered, and the answer is marked as a downgrade, so the server speaks newer versions than ${protocol}. See hello-tolerance.`,
          details,
        );
      }
    }
    return fail('outdated-protocol', {
      title: `Outdated protocol ${protocol} was negotiated; the minimum is ${minimum}`,
      detail: offer,
      ...(minimum === 'TLSv1.3' ? { remedy: 'Enable TLS 1.3 on the server.' } : {}),
      ...details,
    });
  },
});
