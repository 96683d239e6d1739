import { nameOf } from '../../pki/name-of.ts';
import type { Handshake } from '../../model/handshake.ts';
import type { Thresholds } from '../../policy/policy.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { decodeName } from '../../x509/names/read-name.ts';
import { knowledgeBase } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { StoreTrust } from '../evidence.ts';
import { failUnsorted, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { count, joinWords } from '../join-words.ts';

type CertificateRequest = NonNullable<Handshake['certificateRequest']>;

/**
 * An MTLS listener asks for a client certificate in the first handshake. An empty list of CA names passes; any other names
 * every anchor of the role's trust and stays below the sizes at which Schannel cuts it off.
 */
export const clientCertificateRequest = defineCheck({
  id: 'client-certificate-request',
  title: 'The MTLS listener asks for a certificate its peers can offer',
  why: 'Peers send no certificate whose CA is not in the list; a list that is cut off, or an absent request, breaks mutual TLS.',
  citation: knowledgeBase(
    2464556,
    'and KB933430: length of the list of trusted issuers; specification, MTLS Certificates',
  ),
  faults: {
    unsorted: {
      title: 'The MTLS listener asks for a certificate its peers can offer',
      why: 'Peers send no certificate whose CA is not in the list; a list that is cut off, or an absent request, breaks mutual TLS.',
      remedy: 'Remove roots nobody needs from the Trusted Root store, or set SendTrustedIssuerList to 0 (KB2464556).',
      subject: 'service',
    },
  },
  needs: ['expectation', 'handshake', 'trust', 'thresholds'],
  judge: (evidence) => {
    if (!evidence.expectation.role.asksForClientCertificate) {
      return notApplicable('no-demand', 'This role does not ask clients for a certificate.');
    }
    const { handshake, trust, thresholds } = evidence;
    const { certificateRequest: request, flightComplete } = handshake;
    if (request === null) return judgeAbsent(flightComplete);
    const names = count(request.authorities.length, 'CA name');
    const details = { observed: `${names}, ${request.authoritiesBytes} bytes` };
    if (request.authorities.length === 0) {
      return pass('The server asks for a client certificate and names no CA, so peers may offer any.', details);
    }
    return judgeSize(request, thresholds) ?? judgeNames(request, trust, details.observed);
  },
});

function judgeAbsent(flightComplete: boolean): Judgement<'unsorted'> {
  if (!flightComplete) {
    return undetermined(
      'handshake-broke',
      'The handshake broke before a request for a client certificate could be seen.',
    );
  }
  return failUnsorted(
    'The server does not ask for a client certificate in the first handshake, so this is no mutual TLS. Another service may hold the port, or the listener is not the trusted service of the Communicator Web Access server. Check its MTLS listening port.',
    { expected: 'a request', observed: 'none' },
  );
}

function judgeSize(
  { authoritiesBytes }: CertificateRequest,
  thresholds: Thresholds,
): Judgement<'unsorted'> | undefined {
  const { certificateAuthoritiesMarginBytes: margin, maximumCertificateAuthoritiesBytes: maximum } = thresholds;
  const limit = Math.min(margin, maximum);
  if (authoritiesBytes < limit) return undefined;
  const system =
    authoritiesBytes < maximum ? 'Windows Server 2003 cuts the list off' : 'every Windows cuts the list off';
  return failUnsorted(
    `The list of CA names has ${authoritiesBytes} bytes; at ${authoritiesBytes < maximum ? margin : maximum} bytes ${system}, and peers whose CA falls off send no certificate. Remove roots nobody needs from the Trusted Root store, or set SendTrustedIssuerList to 0.`,
    { expected: `below ${limit} bytes`, observed: `${authoritiesBytes} bytes` },
  );
}

function judgeNames(
  request: CertificateRequest,
  trust: readonly StoreTrust[],
  observed: string,
): Judgement<'unsorted'> {
  const listed = new Set(
    request.authorities.flatMap((der) => {
      const name = decodeName(der);
      return name.ok ? [name.value.key] : [];
    }),
  );
  const missing = anchorsOf(trust).filter(({ subject }) => !listed.has(subject.key));
  const details = { expected: 'every anchor of the MTLS trust', observed };
  if (missing.length === 0) return pass('The server asks for a client certificate and names every anchor.', details);
  return failUnsorted(
    `The server asks for a client certificate but does not name ${joinWords(missing.map(nameOf))}. Peers with a certificate from there send none. Trust the root on the server, or send no list.`,
    details,
  );
}

function anchorsOf(trust: readonly StoreTrust[]): readonly Certificate[] {
  const stores = [...new Set(trust.map(({ store }) => store))];
  return stores.flatMap((store) =>
    store.fingerprints.flatMap((fingerprint) => store.findByFingerprint(fingerprint) ?? []),
  );
}
