import { shortNameOf } from '../../pki/name-of.ts';
import type { Handshake } from '../../model/handshake.ts';
import type { Thresholds } from '../../policy/policy.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { decodeName } from '../../x509/names/read-name.ts';
import { knowledgeBase, rfc, specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { StoreTrust } from '../evidence.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { count, joinWords } from '../join-words.ts';

type CertificateRequest = NonNullable<Handshake['certificateRequest']>;

/**
 * An MTLS listener asks for a client certificate in the first handshake. An empty list of CA names passes; any other names
 * every anchor of the role's trust and stays below the sizes at which Schannel cuts it off.
 */
export const clientCertificateRequest = defineCheck({
  id: 'client-certificate-request',
  title: 'The MTLS listener requests a client certificate that its peers have',
  why: 'Mutual TLS fails if the server does not request a certificate, or if its list of trusted CAs lacks the CA of the peer.',
  citation: rfc(5246, '7.4.4 (certificate_authorities) and 7.4.6 (client certificate)'),
  faults: {
    'not-requested': {
      title: 'The MTLS listener does not request a client certificate',
      why: 'Without the request this is not mutual TLS, and the Office Communications Server pool cannot authenticate.',
      remedy:
        'Find out which service uses this port; if it is not Communicator Web Access, correct mtlsPort in the targets file.',
      subject: 'service',
      citation: specification(
        'MTLS Certificates, first paragraph (authenticate connections); the request is an inference',
      ),
      elsewhere: {
        title: 'The server does not request a client certificate',
        why: 'Without the request this is not mutual TLS, so any client may connect.',
        remedy: 'Make the server request a client certificate in the first handshake.',
      },
    },
    requested: {
      title: 'The server requests a client certificate, which the role forbids',
      why: 'Clients without a certificate ask their user to choose one, or end the handshake.',
      remedy: 'Make the server request no client certificate at this port.',
      subject: 'service',
    },
    'list-too-long': {
      title: 'The list of trusted CAs in the certificate request is too long',
      why: 'Windows cuts the list off, and peers whose CA is no longer in it send no certificate.',
      remedy: 'Remove unused roots from the Trusted Root store, or set SendTrustedIssuerList to 0.',
      subject: 'service',
      citation: knowledgeBase(2464556, 'and KB933430: length of the list of trusted issuers'),
    },
    'anchor-not-listed': {
      title: 'The list of trusted CAs in the certificate request lacks a root',
      why: 'Peers whose certificate chains to that root send none.',
      remedy: 'Install the root in the Trusted Root store of the server, or set SendTrustedIssuerList to 0.',
      subject: 'service',
    },
  },
  needs: ['expectation', 'handshake', 'trust', 'thresholds', 'publicStore'],
  judge: (evidence) => {
    const { handshake, thresholds, publicStore } = evidence;
    const { role, hasOwnSource } = evidence.expectation;
    if (role.clientCertificate === 'free') {
      const text = hasOwnSource
        ? 'This role leaves it free whether the server requests a client certificate.'
        : 'Only MTLS listeners have to request a client certificate.';
      return notApplicable('no-demand', text);
    }
    if (role.clientCertificate === 'forbidden') return judgeForbidden(handshake);
    const { certificateRequest: request, flightComplete } = handshake;
    if (request === null) return judgeAbsent(flightComplete);
    // That peers are of the same CAs as the server is a rule of the specification. No peer is of every public CA.
    const trust = hasOwnSource ? evidence.trust.filter(({ store }) => store !== publicStore) : evidence.trust;
    const names = count(request.authorities.length, 'CA name');
    const details = { observed: `${names}, ${request.authoritiesBytes} bytes` };
    if (request.authorities.length === 0 && isUnreadable(handshake)) {
      return undetermined(
        'undecodable',
        'The server requests a client certificate in a message that breaks the protocol, so its list of CAs is not certain. See handshake-conformance.',
      );
    }
    if (request.authorities.length === 0) {
      return pass('The server requests a client certificate of any CA.', details);
    }
    return judgeSize(request, thresholds) ?? judgeNames(request, trust, details.observed);
  },
});

/** A request that breaks the rules of its message (RFC 8446 §4.3.2) may have named CAs that were not understood. */
function isUnreadable({ violations = [] }: Handshake): boolean {
  return violations.some(({ rule }) => rule === 'RFC 8446 §4.3.2');
}

function judgeForbidden({ certificateRequest, flightComplete }: Handshake): Judgement<'requested'> {
  const expected = 'no request';
  if (certificateRequest !== null) {
    const title = 'The server requests a client certificate, which the role forbids';
    return fail('requested', { title, demand: 'clientCertificate', expected, observed: 'a request' });
  }
  if (flightComplete) return pass('The server requests no client certificate.', { expected, observed: 'none' });
  return undetermined('handshake-broke', brokenOff, { expected });
}

const brokenOff = 'The handshake ended before a certificate request could be seen. Fix the handshake, then scan again.';

function judgeAbsent(flightComplete: boolean): Judgement<'not-requested'> {
  if (!flightComplete) {
    return undetermined('handshake-broke', brokenOff);
  }
  return fail('not-requested', {
    title: 'The server does not request a client certificate',
    demand: 'clientCertificate',
    expected: 'a request',
    observed: 'none',
  });
}

function judgeSize(
  { authoritiesBytes }: CertificateRequest,
  thresholds: Thresholds,
): Judgement<'list-too-long'> | undefined {
  const { certificateAuthoritiesMarginBytes: margin, maximumCertificateAuthoritiesBytes: maximum } = thresholds;
  const limit = Math.min(margin, maximum);
  if (authoritiesBytes < limit) return undefined;
  const [system, cutAt] =
    authoritiesBytes < maximum ? ['Windows Server 2003 cuts', margin] : ['every Windows version cuts', maximum];
  return fail('list-too-long', {
    title: `List of trusted CAs too long: ${authoritiesBytes} bytes; ${system} it off at ${cutAt}`,
    expected: `below ${limit} bytes`,
    observed: `${authoritiesBytes} bytes`,
  });
}

function judgeNames(
  request: CertificateRequest,
  trust: readonly StoreTrust[],
  observed: string,
): Judgement<'anchor-not-listed'> {
  const listed = new Set(
    request.authorities.flatMap((der) => {
      const name = decodeName(der);
      return name.ok ? [name.value.key] : [];
    }),
  );
  const missing = anchorsOf(trust).filter(({ subject }) => !listed.has(subject.key));
  const details = { expected: 'every anchor of the MTLS trust', observed };
  if (missing.length === 0)
    return pass('The server requests a client certificate and lists every trusted root.', details);
  const names = joinWords(missing.map(shortNameOf));
  const expected = 'every root trusted for MTLS';
  return fail('anchor-not-listed', { title: `List of trusted CAs lacks ${names}`, expected, observed });
}

function anchorsOf(trust: readonly StoreTrust[]): readonly Certificate[] {
  const stores = [...new Set(trust.map(({ store }) => store))];
  return stores.flatMap((store) =>
    store.fingerprints.flatMap((fingerprint) => store.findByFingerprint(fingerprint) ?? []),
  );
}
