import { err, ok, type Result } from '../model/result.ts';
import { checkLink } from '../pki/path/check-link.ts';
import { linkChain } from '../pki/path/link-chain.ts';
import type { Certificate } from '../x509/certificate.ts';
import { issuerPointers } from '../x509/extensions/certificate-pointers.ts';
import { decodeCertificate } from '../x509/decode-certificate.ts';
import { decodeCertificates } from '../x509/decode-certificates.ts';
import { namesEqual } from '../x509/names/names-equal.ts';
import { type EvidenceTrail, firstOfUse } from './evidence-trail.ts';

/** An issuer that was not presented, and where it was fetched. */
export interface FetchedIssuer {
  readonly url: string;
  readonly certificate: Certificate;
}

/** Largest answer accepted: PKCS #7 bundles of bridge CAs have some hundred kilobytes, a single certificate two. */
const MAX_ISSUERS_BYTES = 1_048_576;

/** Certificates read from one answer; a bridge CA's bundle holds the cross-certificates of its members. */
const MAX_ISSUERS_IN_ONE_ANSWER = 64;

/** Issuers above one another. Public paths have three at most; a hostile CA can point to one more at every step. */
const MAX_HOPS = 8;

/**
 * Fetches the issuers that were not presented (RFC 5280 §4.2.2.1), step by step up to a self-issued one: at each step for
 * every certificate that issuer links reach from the leaf and whose issuer is missing. Each certificate's pointers are
 * followed once, so a loop of pointers ends.
 */
export async function fetchIssuers(
  leaf: Certificate,
  presented: readonly Certificate[],
  trail: EvidenceTrail,
): Promise<readonly FetchedIssuer[]> {
  const fetched = new Map<string, FetchedIssuer>();
  const asked = new Set<string>();
  const known = new Set(presented.map(({ sha256 }) => sha256));
  const all = (): readonly Certificate[] => [
    ...presented,
    ...[...fetched.values()].map(({ certificate }) => certificate),
  ];
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const open = linkChain(leaf, all()).missingIssuerOf.filter(({ sha256 }) => !asked.has(sha256));
    if (open.length === 0) break;
    for (const { sha256 } of open) asked.add(sha256);
    const answers = await Promise.all(open.map((certificate) => askForIssuer(certificate, trail)));
    for (const answer of answers) {
      for (const certificate of answer?.value ?? []) {
        if (known.has(certificate.sha256)) continue;
        known.add(certificate.sha256);
        fetched.set(certificate.sha256, { url: answer?.url ?? '', certificate });
      }
    }
  }
  const { reachable } = linkChain(leaf, all());
  return reachable.flatMap(({ sha256 }) => fetched.get(sha256) ?? []);
}

function askForIssuer(certificate: Certificate, trail: EvidenceTrail) {
  return firstOfUse(issuerPointers(certificate), (url) =>
    trail.follow({
      purpose: 'issuer',
      certificate: certificate.sha256,
      request: { url, accept: 'application/pkix-cert, application/pkcs7-mime, */*;q=0.1', maxBytes: MAX_ISSUERS_BYTES },
      read: (body) => readIssuers(body, certificate),
    }),
  );
}

/** All readable certificates of the answer, if the issuer is among them: the others may be its own issuers. */
function readIssuers(body: Uint8Array, subject: Certificate): Result<readonly Certificate[], string> {
  const entries = decodeCertificates(body);
  if (!entries.ok) return err(`The fetched file holds no certificate: ${entries.error.message}`);
  const certificates = entries.value.slice(0, MAX_ISSUERS_IN_ONE_ANSWER).flatMap(({ der }) => {
    const decoded = decodeCertificate(der);
    return decoded.ok ? [decoded.value] : [];
  });
  const isThere = certificates.some(
    (issuer) => namesEqual(issuer.subject, subject.issuer) && checkLink(subject, issuer.publicKey) !== 'invalid',
  );
  return isThere ? ok(certificates) : err('The fetched file does not hold the issuer.');
}
