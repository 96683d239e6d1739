import { err, ok, type Result } from '../model/result.ts';
import type { CheckLink } from '../pki/path/check-link.ts';
import { isCa } from '../pki/path/issuer-links.ts';
import { linkChain } from '../pki/path/link-chain.ts';
import { nameOf } from '../pki/name-of.ts';
import type { Certificate } from '../x509/certificate.ts';
import { issuerPointers } from '../x509/extensions/certificate-pointers.ts';
import { decodeCertificate } from '../x509/decode-certificate.ts';
import { decodeCertificates } from '../x509/decode-certificates.ts';
import { namesEqual } from '../x509/names/names-equal.ts';
import { askInOrder, type OrderedAnswer } from './ask-in-order.ts';
import type { EvidenceTrail } from './evidence-trail.ts';

/** An issuer that was not presented, and where it was fetched. */
export interface FetchedIssuer {
  readonly url: string;
  readonly certificate: Certificate;
}

/** What is fetched for. */
export interface IssuersWanted {
  readonly leaf: Certificate;
  readonly presented: readonly Certificate[];
  /** When the issuers have to be valid. */
  readonly at: Date;
  readonly trail: EvidenceTrail;
  readonly checkLink: CheckLink;
}

/** What fetching issuers brought. */
export interface FetchedIssuers {
  /** Reached by issuer links from the leaf, nearest first. */
  readonly issuers: readonly FetchedIssuer[];
  /** Certificates of the same CAs for other keys, which may have signed their CRLs. */
  readonly namesakes: readonly FetchedIssuer[];
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
export async function fetchIssuers({ leaf, presented, at, trail, checkLink }: IssuersWanted): Promise<FetchedIssuers> {
  const fetched = new Map<string, FetchedIssuer>();
  const asked = new Set<string>();
  const known = new Set(presented.map(({ sha256 }) => sha256));
  const all = (): readonly Certificate[] => [
    ...presented,
    ...[...fetched.values()].map(({ certificate }) => certificate),
  ];
  const openEnds = (): readonly Certificate[] =>
    linkChain(leaf, all(), { checkLink }).missingIssuerOf.filter(({ sha256 }) => !asked.has(sha256));
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const open = openEnds();
    if (open.length === 0) break;
    for (const { sha256 } of open) asked.add(sha256);
    const answers = await Promise.all(open.map((certificate) => askForIssuer(certificate, { at, trail, checkLink })));
    for (const { url, value } of answers.flat()) {
      for (const certificate of value.certificates) {
        if (known.has(certificate.sha256)) continue;
        known.add(certificate.sha256);
        fetched.set(certificate.sha256, { url, certificate });
      }
    }
  }
  for (const certificate of openEnds()) {
    const [first] = issuerPointers(certificate);
    const use = { purpose: 'issuer', certificate: certificate.sha256 } as const;
    if (first !== undefined) trail.leaveOut(use, first, `at most ${MAX_HOPS} issuers above one another are fetched`);
  }
  const { reachable } = linkChain(leaf, all(), { checkLink });
  const reached = new Set(reachable.map(({ sha256 }) => sha256));
  const isNamesake = ({ certificate }: FetchedIssuer): boolean =>
    !reached.has(certificate.sha256) && reachable.some(({ issuer }) => namesEqual(issuer, certificate.subject));
  return {
    issuers: reachable.flatMap(({ sha256 }) => fetched.get(sha256) ?? []),
    namesakes: [...fetched.values()].filter(isNamesake),
  };
}

/** Certificates of one answer, and how the issuer asked for stands among them. */
interface ReadIssuers {
  readonly certificates: readonly Certificate[];
  /**
   * `unusable`: of the right key, but no CA, or not valid now; another place may have a certificate of the same key. `unsupported`:
   * the signature cannot be verified, or would cost too much, so that another place may have the true issuer.
   */
  readonly link: 'valid' | 'unusable' | 'unsupported' | 'other-key';
}

function askForIssuer(
  certificate: Certificate,
  { at, trail, checkLink }: Pick<IssuersWanted, 'at' | 'trail' | 'checkLink'>,
): Promise<readonly OrderedAnswer<ReadIssuers>[]> {
  const use = { purpose: 'issuer', certificate: certificate.sha256 } as const;
  const accept = 'application/pkix-cert, application/pkcs7-mime, */*;q=0.1';
  const ask = async (url: string): Promise<readonly ReadIssuers[]> => {
    const { value } = await trail.follow({
      ...use,
      pointer: url,
      request: { url, accept, maxBytes: MAX_ISSUERS_BYTES },
      read: (body) => readIssuers(body, certificate, { at, checkLink }),
      objectTo: (answer) => otherKeyProblem(answer, certificate),
    });
    return value === undefined ? [] : [value];
  };
  const settles = ({ link }: ReadIssuers): boolean => link === 'valid';
  return askInOrder({ use, urls: issuerPointers(certificate), ask, settles }, trail);
}

/** All readable certificates of the answer, if one of the issuer's name is among them: the others may be its own issuers. */
function readIssuers(
  body: Uint8Array,
  subject: Certificate,
  { at, checkLink }: Pick<IssuersWanted, 'at' | 'checkLink'>,
): Result<ReadIssuers, string> {
  const entries = decodeCertificates(body);
  if (!entries.ok) return err(`The download contains no certificate: ${entries.error.message}`);
  const certificates = entries.value.slice(0, MAX_ISSUERS_IN_ONE_ANSWER).flatMap(({ der }) => {
    const decoded = decodeCertificate(der);
    return decoded.ok ? [decoded.value] : [];
  });
  const namesakes = certificates.filter((each) => namesEqual(each.subject, subject.issuer));
  const links = namesakes.map(({ publicKey }) => checkLink(subject, publicKey));
  const signers = namesakes.filter((_, index) => links[index] === 'valid');
  if (signers.some((signer) => isUsable(signer, at))) return ok({ certificates, link: 'valid' });
  if (signers.length > 0) return ok({ certificates, link: 'unusable' });
  if (links.includes('unsupported') || links.includes('not-checked')) return ok({ certificates, link: 'unsupported' });
  if (namesakes.length > 0) return ok({ certificates: namesakes, link: 'other-key' });
  const more = entries.value.length - MAX_ISSUERS_IN_ONE_ANSWER;
  return more > 0
    ? err(
        `The download does not contain the issuer among the first ${MAX_ISSUERS_IN_ONE_ANSWER} of ${entries.value.length} certificates; the others were not read.`,
      )
    : err('The download does not contain the issuer.');
}

/** A path can lead through it: a CA, in its validity period. */
function isUsable(issuer: Certificate, at: Date): boolean {
  return isCa(issuer) && issuer.notBefore <= at && at <= issuer.notAfter;
}

function otherKeyProblem({ certificates, link }: ReadIssuers, subject: Certificate): string | undefined {
  const [namesake] = certificates;
  if (link !== 'other-key' || namesake === undefined) return undefined;
  return `The download does not contain the issuer: ${nameOf(namesake)} has a different key from the one that signed ${nameOf(subject)}.`;
}
