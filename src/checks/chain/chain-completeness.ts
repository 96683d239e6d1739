import { assertNever } from '../../model/assert-never.ts';
import { isSelfIssued } from '../../pki/path/issuer-links.ts';
import type { ChainLinks } from '../../pki/path/link-chain.ts';
import { nameOf, quoteText, shortNameOf } from '../../pki/name-of.ts';
import type { CheckLink } from '../../pki/path/check-link.ts';
import type { TrustStore } from '../../pki/path/path.ts';
import { type KnownIssuer, knownIssuers, selfIssuedByAuthorityKey } from '../../pki/trust/known-issuers.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { commonNames } from '../../x509/names/common-names.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { FetchedEvidence, StoreTrust } from '../evidence.ts';
import { downloadOfIssuer } from './fetched-issuer.ts';
import { fail, type Judgement, pass, undetermined } from '../judgement.ts';
import { unverifiedNote } from './unverified-links.ts';

/**
 * No intermediate is missing among the certificates presented, whatever stores or AIA offer. A server may leave out the
 * root and nothing else (RFC 5246 §7.4.2), so the chain is whole if it ends in a self-issued certificate, in an anchor
 * of the role, or just below a root that some store knows. An issuer that no store knows may be a missing intermediate or
 * an unknown root: a leaf sent alone fails, above a CA certificate the question stays open. A presented issuer that the
 * signature below it does not verify with counts as presented, unless its key identifier or a real signer says otherwise.
 */
export const chainCompleteness = defineCheck({
  id: 'chain-completeness',
  title: 'No intermediate certificate is missing',
  why: 'Clients that neither cache nor download intermediates cannot build the chain, so connections fail intermittently.',
  citation: rfc(5246, '7.4.2 (certificate_list)'),
  faults: {
    'intermediate-missing': {
      title: 'An intermediate certificate is not sent',
      why: 'Only clients that have it cached or download it can build the chain, so connections fail intermittently.',
      remedy: 'Install the intermediate certificate on the server, so that it is sent with the chain.',
      subject: 'service',
    },
  },
  needs: ['leaf', 'links', 'trust', 'publicStore', 'fetched', 'validation'],
  judge: ({ leaf, links, trust, publicStore, fetched, validation: { checkLink } }) => {
    const stores = [...new Set([...trust.map(({ store }) => store), publicStore])];
    const issuersInStores: FindKnownIssuers = (certificate) => knownIssuers(certificate, stores, checkLink);
    const resigned = links.unverified
      .map(({ subject }) => subject)
      .find((subject) => hasSigner(subject, issuersInStores, fetched));
    const end = findEnd(
      resigned === undefined ? links : { ...links, selfIssued: [], reachable: [resigned] },
      trust.map(({ store }) => store),
      { issuersInStores, checkLink },
    );
    if (end !== undefined) return pass(`The chain is complete: ${end}.${unverifiedNote(links)}`);
    const [misnamed] = links.selfIssued;
    if (misnamed !== undefined && links.missingIssuerOf.length === 0 && resigned === undefined) {
      return undetermined(
        'no-path',
        `The issuer of ${nameOf(misnamed)} is not known: it names itself, but a different key signed it.`,
      );
    }
    const open = links.missingIssuerOf.length > 0 ? links.missingIssuerOf : links.reachable;
    const tops = resigned === undefined ? open : [resigned];
    const top = tops[0] ?? leaf;
    const gap = { top, fetched, observed: `no issuer of ${quoteText(top.subject.text)}`, links };
    const known = tops.flatMap(issuersInStores)[0];
    if (known !== undefined) return missingIntermediate(gap, known);
    const needed = neededIntermediate(trust, links, fetched);
    if (needed !== undefined) return judgeDownloaded({ ...gap, top: needed.subject }, needed);
    const download = downloadOfIssuer(top, fetched);
    if (download.kind === 'had') return judgeDownloaded(gap, download);
    return judgeUnknownIssuer(leaf, gap);
  },
});

type FindKnownIssuers = (certificate: Certificate) => readonly KnownIssuer[];

/** Whether a store has, or a download brought, the certificate whose key did sign: then that one is missing. */
function hasSigner(
  subject: Certificate,
  issuersInStores: FindKnownIssuers,
  fetched: FetchedEvidence | undefined,
): boolean {
  return issuersInStores(subject).length > 0 || downloadOfIssuer(subject, fetched).kind === 'had';
}

/** What a whole chain ends in, or undefined. */
function findEnd(
  { reachable, selfIssued, missingIssuerOf }: ChainLinks,
  roleStores: readonly TrustStore[],
  { issuersInStores, checkLink }: { readonly issuersInStores: FindKnownIssuers; readonly checkLink: CheckLink },
): string | undefined {
  const root = selfIssued.find((each) => checkLink(each, each.publicKey) !== 'invalid');
  if (root !== undefined) return `it ends in ${nameOf(root)}, which is self-issued`;
  for (const certificate of reachable) {
    const store = roleStores.find(({ findByFingerprint }) => findByFingerprint(certificate.sha256) !== undefined);
    if (store !== undefined) return `it ends in ${nameOf(certificate)}, an anchor of the trust store ${store.name}`;
    const issuer = issuersInStores(certificate).find((candidate) => isSelfIssued(candidate.certificate));
    if (issuer !== undefined) return `it ends just below the root ${nameOf(issuer.certificate)}`;
  }
  const own = missingIssuerOf.find((each) => checkLink(each, each.publicKey) === 'valid');
  return own && `it ends in ${nameOf(own)}, which its own key signed although it names a different issuer`;
}

/** Where the presented chain breaks off. */
interface Gap {
  readonly top: Certificate;
  readonly fetched: FetchedEvidence | undefined;
  readonly observed: string;
  readonly links: ChainLinks;
}

/** A sentence to add if a CA of the right name with another key is presented: the CA has a new key, and its old certificate is installed. */
function namesakeNote({ top, links }: Gap): string {
  const isNamesake = ({ sha256, subject }: Certificate): boolean =>
    sha256 !== top.sha256 && namesEqual(subject, top.issuer);
  const namesake = [...links.unreachable, ...links.unverified.map(({ issuer }) => issuer)].find(isNamesake);
  return namesake === undefined ? '' : ' The certificate sent under that name has a different key.';
}

function missingIntermediate(gap: Gap, known: KnownIssuer): Judgement<'intermediate-missing'> {
  const { top, fetched, observed } = gap;
  return fail('intermediate-missing', {
    title: `The intermediate ${shortNameOf(known.certificate)} is not sent`,
    detail: `It issued ${nameOf(top)}.${namesakeNote(gap)} It is in the trust store ${known.store.name}. ${obtainable(top, fetched)}`,
    expected: 'every intermediate',
    observed,
  });
}

/**
 * The downloaded intermediate that the path to the role's store needs. It decides if the issuer goes by one name in
 * several certificates: a root of its own, and cross-signed by the one that the role trusts.
 */
function neededIntermediate(
  trust: readonly StoreTrust[],
  { reachable }: ChainLinks,
  fetched: FetchedEvidence | undefined,
): { readonly subject: Certificate; readonly url: string; readonly issuer: Certificate } | undefined {
  const presented = new Set(reachable.map(({ sha256 }) => sha256));
  const paths = trust.flatMap(({ result }) => (result.ok ? [result.value.certificates.slice(0, -1)] : []));
  if (paths.some((path) => path.every(({ sha256 }) => presented.has(sha256)))) return undefined;
  const [path = []] = paths;
  const index = path.findIndex(({ sha256 }) => !presented.has(sha256));
  const [subject, issuer] = index > 0 ? path.slice(index - 1, index + 1) : [];
  const download = fetched?.issuers.find(({ certificate }) => certificate.sha256 === issuer?.sha256);
  return subject && issuer && download && { subject, url: download.url, issuer };
}

/** What was downloaded shows whether an intermediate is missing, or only a root, which need not be sent. */
function judgeDownloaded(
  gap: Gap,
  { url, issuer }: { readonly url: string; readonly issuer: Certificate },
): Judgement<'intermediate-missing'> {
  const { top, observed } = gap;
  const details = { expected: 'every intermediate', observed };
  if (isSelfIssued(issuer)) {
    return pass(
      `The chain is complete: it ends just below the root ${nameOf(issuer)}, which was downloaded from ${quoteText(url)} and is in no trust store.`,
      details,
    );
  }
  return fail('intermediate-missing', {
    title: `The intermediate ${shortNameOf(issuer)} is not sent`,
    detail: `It issued ${nameOf(top)}.${namesakeNote(gap)} It can be downloaded from ${quoteText(url)}: clients that follow AIA build the path, others cannot.`,
    ...details,
  });
}

function judgeUnknownIssuer(leaf: Certificate, gap: Gap): Judgement<'intermediate-missing'> {
  const { top, fetched, observed } = gap;
  const issuer = quoteText(top.issuer.text);
  const selfIssued = selfIssuedByAuthorityKey(top);
  const details = { expected: 'every intermediate', observed };
  if (selfIssued === true) {
    return pass(`The chain is complete: it ends just below the root ${issuer}, which is in no trust store.`, details);
  }
  if (selfIssued === false || top === leaf) {
    return fail('intermediate-missing', {
      title: `The intermediate ${issuerName(top)} is not sent`,
      detail: `It issued ${nameOf(top)}, and it is not a root in any trust store.${namesakeNote(gap)} ${obtainable(top, fetched)}`,
      remedy:
        'Install the intermediate certificates on the server. If the issuer is a root, add it to the trust stores.',
      ...details,
    });
  }
  return undetermined(
    'no-path',
    `The issuer of ${nameOf(top)}, ${issuer}, was not found: an unknown root, or one more intermediate that is not sent. ${obtainable(top, fetched)} Use --fetch issuers to find out.`,
    details,
  );
}

function obtainable(certificate: Certificate, fetched: FetchedEvidence | undefined): string {
  const download = downloadOfIssuer(certificate, fetched);
  switch (download.kind) {
    case 'had':
      return `It can be downloaded from ${quoteText(download.url)}.`;
    case 'failed':
      return `It cannot be downloaded: ${download.reasons}.`;
    case 'cut-short':
      return `Whether it can be downloaded is not known: ${download.reasons}.`;
    case 'not-followed':
      return `AIA pointer: ${download.reasons}.`;
    case 'no-pointer':
      return 'The certificate names no AIA address to download it from.';
    default:
      return assertNever(download);
  }
}

/** The last common name of the issuer, as titles show it. */
function issuerName({ issuer }: Certificate): string {
  const name = commonNames(issuer).at(-1);
  return quoteText(name === undefined ? issuer.text : `CN=${name}`);
}
