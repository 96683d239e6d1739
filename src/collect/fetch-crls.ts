import { err, ok, type Result } from '../model/result.ts';
import { checkCrl } from '../pki/revocation/check-crl.ts';
import { type CheckCrlSignature, findCrlTimeDefect } from '../pki/revocation/crl-defects.ts';
import { coveredReasons } from '../pki/revocation/crl-scope.ts';
import { isDelta } from '../pki/revocation/delta-crl.ts';
import type { Certificate } from '../x509/certificate.ts';
import { crlPointers, freshestPointers } from '../x509/extensions/certificate-pointers.ts';
import { namesEqual } from '../x509/names/names-equal.ts';
import type { CertificateRevocationList } from '../x509/revocation/crl.ts';
import { decodeCrl, MAX_CRL_BYTES } from '../x509/revocation/decode-crl.ts';
import { decodePem } from '../x509/der/decode-pem.ts';
import { askInOrder, type OrderedAnswer } from './ask-in-order.ts';
import { doubtfulAlgorithms } from './doubtful-algorithms.ts';
import type { EvidenceTrail } from './evidence-trail.ts';

export interface FetchedCrl {
  readonly url: string;
  readonly der: Uint8Array;
}

/** Reads the answer of a distribution point; the error is a sentence. */
export type ReadCrl = (body: Uint8Array) => Result<CertificateRevocationList, string>;

/** A reader for one run: the same bytes, which the fetcher hands out again and again, are decoded once. */
export function createCrlReader(): ReadCrl {
  const known = new WeakMap<Uint8Array, Result<CertificateRevocationList, string>>();
  return (body) => {
    const before = known.get(body);
    if (before !== undefined) return before;
    const read = readCrl(body);
    known.set(body, read);
    return read;
  };
}

/** Distribution points followed for one certificate. Public CAs have one; CRLs split by reasons have a handful at most. */
const MAX_DISTRIBUTION_POINTS = 4;

export interface CrlQuestion {
  readonly certificates: readonly Certificate[];
  /** Undefined: not known, so that signatures are not verified. */
  readonly issuerOf: (certificate: Certificate) => Certificate | undefined;
  /** Certificates at hand, among which other signers of CRLs are looked for. */
  readonly known: readonly Certificate[];
  /** The instant for which CRLs have to be current. */
  readonly at: Date;
  readonly read: ReadCrl;
  /** Pays for what has to be verified. */
  readonly checkSignature: CheckCrlSignature;
}

/**
 * Fetches the CRLs that certificates point to: from each distribution point one URL after the other until a CRL settles what the
 * point is asked for, and then the delta CRLs that certificates and CRLs point to. Every CRL that can be read is kept, each URL once.
 */
export async function fetchCrls(question: CrlQuestion, trail: EvidenceTrail): Promise<readonly FetchedCrl[]> {
  const found = await Promise.all(question.certificates.map((certificate) => fetchFor(certificate, question, trail)));
  return [...new Map(found.flat().map(({ url, value }) => [url, { url, der: value.der }])).values()];
}

type Fetched = OrderedAnswer<CertificateRevocationList>;

async function fetchFor(
  certificate: Certificate,
  question: CrlQuestion,
  trail: EvidenceTrail,
): Promise<readonly Fetched[]> {
  const { at, read } = question;
  const use = { purpose: 'crl', certificate: certificate.sha256 } as const;
  const fetchPoints = async (
    points: readonly (readonly string[])[],
    settles: (crl: CertificateRevocationList) => boolean,
  ): Promise<readonly Fetched[]> => {
    const [first] = points[MAX_DISTRIBUTION_POINTS] ?? [];
    if (first !== undefined) {
      const figures = `at most ${MAX_DISTRIBUTION_POINTS} of the ${points.length} distribution points of a certificate are followed`;
      trail.leaveOut(use, first, figures);
    }
    const answers = await Promise.all(
      points.slice(0, MAX_DISTRIBUTION_POINTS).map((urls) => askInOrder({ use, urls, ask: fetchCrl, settles }, trail)),
    );
    return answers.flat();
  };
  const fetchCrl = async (url: string): Promise<readonly CertificateRevocationList[]> => {
    const request = { url, accept: 'application/pkix-crl, */*;q=0.1', maxBytes: MAX_CRL_BYTES };
    const { value } = await trail.follow({ ...use, pointer: url, request, read });
    return value === undefined ? [] : [value];
  };
  const bases = await fetchPoints(crlPointers(certificate), (crl) => settlesPoint(crl, certificate, question));
  const deltas = withoutRepeats([certificate, ...bases.map(({ value }) => value)].flatMap(freshestPointers));
  const isCurrent = (crl: CertificateRevocationList): boolean =>
    isDelta(crl) && findCrlTimeDefect(crl, at) === undefined;
  return [...bases, ...(await fetchPoints(deltas, isCurrent))];
}

/** Each point once. CRLs may have thousands of them, so none is compared with all the others. */
function withoutRepeats(points: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(points.map((urls) => [JSON.stringify(urls), urls])).values()];
}

/** A sound CRL settles its distribution point even if it needs its delta CRL, or others for the remaining reasons. */
function settlesPoint(
  crl: CertificateRevocationList,
  certificate: Certificate,
  { issuerOf, known, at, checkSignature }: CrlQuestion,
): boolean {
  const issuer = issuerOf(certificate);
  if (issuer === undefined) return coveredReasons(crl, certificate).ok && findCrlTimeDefect(crl, at) === undefined;
  const { kind } = checkCrl({
    crl,
    certificate,
    issuer,
    at,
    checkSignature,
    profile: 'rfc5280',
    forbiddenAlgorithms: doubtfulAlgorithms,
    findSigners: (name) => known.filter(({ subject }) => namesEqual(subject, name)),
  });
  return kind !== 'not-in-scope' && kind !== 'defective';
}

/** RFC 5280 §4.2.1.13 demands DER, but some CAs serve PEM. */
function readCrl(body: Uint8Array): Result<CertificateRevocationList, string> {
  const direct = decodeCrl(body);
  if (direct.ok) return ok(direct.value);
  const blocks = body[0] === 0x30 ? undefined : decodePem(Buffer.from(body).toString('latin1'));
  const block = blocks?.ok === true ? blocks.value.find(({ label }) => label === 'X509 CRL') : undefined;
  const wrapped = block === undefined ? direct : decodeCrl(block.der);
  return wrapped.ok ? ok(wrapped.value) : err(`The download is not a CRL: ${wrapped.error.message}`);
}
