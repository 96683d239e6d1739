import { protocols } from '../../model/vocabulary.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, pass } from '../judgement.ts';

/** The version negotiated, which is not all the server supports; and the hello profile it took. */
export const protocolVersion = defineCheck({
  id: 'protocol-version',
  title: 'The protocol negotiated is a current one',
  why: 'SSL 3.0 and TLS 1.0 and 1.1 have known attacks, and current clients no longer speak them.',
  citation: rfc(8996, '1 (deprecating TLS 1.0 and TLS 1.1)'),
  faults: {
    unsorted: {
      title: 'The protocol negotiated is a current one',
      why: 'SSL 3.0 and TLS 1.0 and 1.1 have known attacks, and current clients no longer speak them.',
      remedy:
        'Enable TLS 1.2 on the server (Windows Server 2008 R2 and later), or put a reverse proxy that speaks it before the server.',
      subject: 'service',
    },
  },
  needs: ['handshake', 'thresholds'],
  judge: ({ handshake: { protocol, profile, offeredProtocol }, thresholds }) => {
    const minimum = protocols[thresholds.minimumProtocolIndex] ?? protocols[protocols.length - 1];
    const details = { expected: `${minimum} or newer`, observed: protocol };
    const seen = `${protocol} was negotiated, in answer to the hello profile ${profile}, which offered up to ${offeredProtocol}`;
    if (protocols.indexOf(protocol) >= thresholds.minimumProtocolIndex) return pass(`${seen}.`, details);
    return failUnsorted(
      `${seen}. Current clients no longer speak it, and it has known attacks. Enable TLS 1.2 on the server, or put a proxy that speaks it before it.`,
      details,
    );
  },
});
